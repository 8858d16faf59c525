"""The files in deploy/: what their own validators say, where these are installed, and that their commands exist."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.commands import COMMANDS

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())


def kubernetes() -> list[dict[str, Any]]:
    return [*yaml.safe_load_all((DEPLOY / "kubernetes" / "cronjob.yaml").read_text("utf-8"))]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_takes_its_units(tmp_path: Path) -> None:
    """The program itself is not there on this machine, so a copy names one that is."""
    for unit in UNITS:
        text = unit.read_text("utf-8").replace("/opt/kliping/.venv/bin/kliping", "/bin/true")
        (tmp_path / unit.name).write_text(text, "utf-8")
    command = ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))]
    answer = subprocess.run(command, capture_output=True, text=True)
    said = [line for line in answer.stderr.splitlines() if "kliping" in line]
    assert (answer.returncode, said) == (0, [])


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_the_timer_looks_every_five_minutes() -> None:
    [when] = re.findall(r"^OnCalendar=(.*)$", (DEPLOY / "systemd" / "kliping.timer").read_text("utf-8"), re.M)
    answer = subprocess.run(["systemd-analyze", "calendar", "--iterations=2", when], capture_output=True, text=True)
    assert answer.returncode == 0
    assert re.findall(r"\d\d:\d([05]):00", answer.stdout)


def test_cron_line_has_its_seven_fields() -> None:
    [line] = [line for line in (DEPLOY / "cron").read_text("utf-8").splitlines() if line[:1] in "*0123456789" and line]
    minute, hour, day, month, weekday, user, command = line.split(maxsplit=6)
    assert (minute, hour, day, month, weekday, user) == ("*/5", "*", "*", "*", "*", "kliping")
    assert subprocess.run(["sh", "-n", "-c", command]).returncode == 0
    assert "%" not in command, "to cron that is the end of the line"


@pytest.mark.parametrize("file", [*UNITS, DEPLOY / "cron"], ids=lambda file: file.name)
def test_commands_that_are_started_exist(file: Path) -> None:
    for name in re.findall(r"/bin/kliping (\w+)", file.read_text("utf-8")):
        assert name in COMMANDS


def test_cronjob_is_of_its_shape() -> None:
    settings, claim, job = kubernetes()
    assert [(one["apiVersion"], one["kind"]) for one in (settings, claim, job)] == [
        ("v1", "ConfigMap"),
        ("v1", "PersistentVolumeClaim"),
        ("batch/v1", "CronJob"),
    ]
    assert job["spec"]["concurrencyPolicy"] == "Forbid"
    pod = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    [container] = pod["containers"]
    assert container["args"][0] in COMMANDS
    mounted = {mount["name"] for mount in container["volumeMounts"]}
    volumes = {volume["name"]: volume for volume in pod["volumes"]}
    assert mounted == set(volumes)
    assert volumes["data"]["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
    assert volumes["settings"]["configMap"]["name"] == settings["metadata"]["name"]


def test_settings_of_the_cronjob_are_valid(tmp_path: Path) -> None:
    from crawler.loader import load_sites
    from pipelines.schedule.configfile import load_config

    (tmp_path / "kliping.toml").write_text(kubernetes()[0]["data"]["kliping.toml"], "utf-8")
    config = load_config(tmp_path / "kliping.toml", load_sites())
    assert config.data == Path("/data")


@pytest.mark.parametrize("which", range(3))
def test_kubernetes_takes_its_objects(which: int) -> None:
    validator = pytest.importorskip("kubernetes_validate", reason="kubernetes-validate is not installed")
    validator.validate(kubernetes()[which], validator.latest_version(), strict=True)
