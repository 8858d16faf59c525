"""pywb on the archive: pages in a browser as they were captured. It lives in an environment of its own, because it pins
packages that nobody else wants."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

PYWB = ("pywb==2.10.0", "setuptools<81")  # it imports pkg_resources, which later ones do not have
HOST = "127.0.0.1"
ALL = "all"
"""The collection of all sites; each site has one of its own name."""


def wayback_in(environment: Path) -> Path:
    return environment / "bin" / "wayback"


def install(environment: Path) -> None:
    """Makes the environment and installs pywb into it. Raises subprocess.CalledProcessError."""
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    pip = environment / "bin" / "pip"
    subprocess.run([pip, "--disable-pip-version-check", "-q", "install", *PYWB], check=True)


def is_free(port: int) -> bool:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except OSError:
            return False
        return True


def become_wayback(environment: Path, warcs: Path, port: int) -> NoReturn:
    """Becomes pywb, which serves the sealed WARCs of each site by the index beside them, on loopback."""
    config = {"collections_root": str(warcs.resolve()), "archive_paths": ".", "index_paths": "."}
    file = os.memfd_create("config.yaml", 0)  # it outlives this program, and not pywb
    os.write(file, json.dumps(config).encode())
    command = [str(wayback_in(environment)), "--bind", HOST, "--port", str(port), "--all-coll", ALL]
    sys.stdout.flush()
    os.execve(command[0], command, os.environ | {"PYWB_CONFIG_FILE": f"/proc/self/fd/{file}"})
