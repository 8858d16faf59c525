"""`python -m crawler.newsroom [PORT]` serves the newsroom until it is interrupted."""

import argparse
import signal

from crawler.newsroom.room import Newsroom


def main() -> None:
    parser = argparse.ArgumentParser("python -m crawler.newsroom", description=__doc__)
    parser.add_argument("port", type=int, nargs="?", default=0, help="a free one, unless it is named")
    port = parser.parse_args().port
    try:
        serve(port)
    except OSError as error:
        parser.error(f"port {port}: {error.strerror}")
    except KeyboardInterrupt:
        return


def serve(port: int) -> None:
    with Newsroom(port) as room:
        lines = [
            f"{len(room.stories)} stories behind the proxy {room.proxy_url}; nothing is asked beyond this machine.",
            "To look at one:",
            f"  curl -k -x {room.proxy_url} {room.url(room.story('plain'))}",
            "To crawl here:",
            f"  http_proxy={room.proxy_url} https_proxy={room.proxy_url} kliping crawl kompas",
            "Ctrl-C ends it.",
        ]
        print("\n".join(lines), flush=True)  # noqa: T201 - this is what the command is for
        signal.pause()


if __name__ == "__main__":
    main()
