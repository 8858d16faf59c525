import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "crawler.newsroom"]


def test_serves_until_it_is_interrupted() -> None:
    with subprocess.Popen(COMMAND, cwd=ROOT, stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout
        said = [served.stdout.readline() for _ in range(6)]
        proxy, story = re.search(r"-x (\S+) https(://\S+)", "".join(said), re.M).groups()  # type: ignore[union-attr]
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": proxy}))
        with opener.open(f"http{story}", timeout=10) as response:
            assert b"read__content" in response.read()
        served.send_signal(signal.SIGINT)
        assert served.wait(timeout=10) == 0


def test_says_when_the_port_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = subprocess.run([*COMMAND, port], cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert refused.returncode == 2
    assert refused.stderr.endswith(f"error: port {port}: Address already in use\n")
