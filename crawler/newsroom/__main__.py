"""`python -m crawler.newsroom [PORT]` serves the newsroom until it is interrupted."""

import sys
import time

from crawler.newsroom.room import Newsroom


def main() -> None:
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    with Newsroom(port) as room:
        lines = [
            f"{len(room.stories)} stories behind the proxy {room.proxy_url}; nothing is asked beyond this machine.",
            "To look at one:",
            f"  curl -k -x {room.proxy_url} {room.url(room.story('plain'))}",
            "To crawl here:",
            f"  http_proxy={room.proxy_url} https_proxy={room.proxy_url} scrapy crawl kompas",
            "Ctrl-C ends it.",
        ]
        print("\n".join(lines), flush=True)  # noqa: T201 - this is what the command is for
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
