"""What an upload and a re-extraction from the bucket cost in memory: `python benchmarks/upload_memory.py [MB]`.

Starts SeaweedFS on loopback (the extra `test`), makes a WARC of that size, default 1000, uploads it, and
re-extracts it from the disk and from the bucket, each in a process of its own whose peak is measured.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import boto3  # noqa: E402

from archive.cdxj import index_file  # noqa: E402
from archive.sealing import file_sum, open_path, seal  # noqa: E402
from tests.storage.holding import PROSE, RUN  # noqa: E402
from tests.storage.seaweed import KEY, SECRET, Seaweed  # noqa: E402
from tests.warcs import HTML, article, write_warc  # noqa: E402


def main(megabytes: int) -> None:
    os.environ |= {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}
    with TemporaryDirectory() as folder:
        data = Path(folder, "data")
        warc = make_warc(data, megabytes * 1_000_000)
        server = Seaweed(Path(folder))
        try:
            server.start()
            make_bucket(server)
            at = ["--endpoint", server.https, "--ca-bundle", str(server.certificate)]
            sys.stdout.write(f"WARC of {warc.stat().st_size / 1e6:.0f} MB over HTTPS\n")
            measure("upload", "upload", "s3://memory/arsip", "--data", str(data), *at)
            measure("reextract from disk", "reextract", str(data / "warc"), "--out", f"{folder}/disk")
            measure("reextract from bucket", "reextract", "s3://memory/arsip", "--out", f"{folder}/bucket", *at)
            measure("reextract bucket to bucket", "reextract", "s3://memory/arsip", "--out", "s3://memory/ulang", *at)
            measure("verify in the bucket", "verify", "s3://memory/arsip/warc", *at)
        finally:
            server.stop()


def make_warc(data: Path, size: int) -> Path:
    """Articles, and between them photos of a megabyte, which do not compress."""
    folder = data / "warc" / "warta"
    folder.mkdir(parents=True)
    warc = folder / "kliping-warta-20261122045538001-00001-meja.warc.gz"
    number = 0
    with open_path(warc).open("wb") as file:
        while file.tell() < size:
            number += 1
            at = f"https://warta.test/berita/{number}"
            page = article(f"Bakau {number}", *PROSE, f"Ini berita ke-{number} dari desa itu pada tahun ini.")
            for pages, kind in (([(f"{at}/bakau", page)], HTML), ([(f"{at}/foto", os.urandom(10**6))], "image/jpeg")):
                write_warc(warc, pages, run=RUN if file.tell() == 0 else "", content_type=kind)
                file.write(warc.read_bytes())
    warc.unlink()
    seal(warc, index_file(open_path(warc), warc.name), file_sum(open_path(warc)))
    return warc


def make_bucket(server: Seaweed) -> None:
    client = boto3.client("s3", endpoint_url=server.http, region_name="us-east-1")
    client.create_bucket(Bucket="memory")


def measure(what: str, *arguments: str) -> None:
    begun = time.monotonic()
    command = [sys.executable, "-c", "from pipelines.cli import main; main()", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr
    told = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    took = time.monotonic() - begun
    sys.stdout.write(f"{what:<28}{usage.ru_maxrss / 1024:6.0f} MB peak {took:7.1f} s{told[-300:] if status else ''}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
