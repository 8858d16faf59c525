"""The documents say what there is: every command, every option, every field, every exit code."""

import re
import tomllib
from pathlib import Path

import pytest

from crawler.site import Site
from crawler.urls import is_article
from pipelines.article import Article, Rejected
from pipelines.commands.screen import ExitCode
from pipelines.rows import article_row, rejected_row
from tests.commands import COMMANDS

ROOT = Path(__file__).parents[1]
OPTIONS = [
    (name, option)
    for name, command in COMMANDS.items()
    for parameter in command.params
    for option in parameter.opts
    if option.startswith("--") and not parameter.hidden
]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def section(command: str) -> str:
    """What docs/commands.md says of a command."""
    found = re.search(rf"^## kliping {command}\b.*?(?=^## |\Z)", read("docs/commands.md"), re.MULTILINE | re.DOTALL)
    assert found, f"docs/commands.md has no section `## kliping {command}`"
    return found[0]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_section(command: str) -> None:
    assert section(command)


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_every_option_is_explained(command: str, option: str) -> None:
    assert re.search(rf"`{option}\b", section(command))


@pytest.mark.parametrize("command", re.findall(r"^## kliping ([a-z]+(?: [a-z]+)?)", read("docs/commands.md"), re.M))
def test_every_section_is_of_a_command(command: str) -> None:
    assert command in COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_no_section_explains_an_option_that_is_not_there(command: str) -> None:
    told = set(re.findall(r"^- .*?`(--[a-z-]+)", section(command), re.MULTILINE))
    assert told <= {option for name, option in OPTIONS if name == command}


@pytest.mark.parametrize("code", ExitCode)
def test_every_exit_code_is_documented(code: ExitCode) -> None:
    assert re.search(rf"^\| {code.value} \| \S", read("docs/commands.md"), re.MULTILINE)
    assert re.search(rf"Exit codes:.*\b{code.value} ", read("README.md"))


@pytest.mark.parametrize(
    ("heading", "row"),
    [
        ("articles.jsonl", article_row(Article(url="", canonical_url="", site="", title="", paragraphs=()), "", "")),
        ("rejected.jsonl", rejected_row(Rejected(url="", site="", reason=""))),
    ],
)
def test_every_field_is_documented_in_its_order(heading: str, row: dict[str, object]) -> None:
    part = read("docs/output-format.md").partition(f"## {heading}")[2].partition("\n## ")[0]
    table = re.findall(r"^\| (`.*?) \|", part, re.MULTILINE)
    assert sorted(re.findall(r"`(\w+)`", " ".join(table))) == sorted(row)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL)
    targets = re.findall(r"\]\((?!https?:)([^)#\s]+)\)", prose)
    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_in_the_documents_are_real(page: Path) -> None:
    named = re.findall(r"(?:^|`)kliping ([a-z]+)\b", page.read_text("utf-8"), re.MULTILINE)
    assert set(named) <= {command.partition(" ")[0] for command in COMMANDS}


@pytest.mark.parametrize("target", re.findall(r"make ([a-z]+)", read("README.md") + read("CONTRIBUTING.md")))
def test_make_targets_are_real(target: str) -> None:
    assert re.search(rf"^{target}:", read("Makefile"), re.MULTILINE)


def test_the_example_of_a_site_is_a_site_and_its_url_an_article() -> None:
    text = read("docs/adding-a-site.md")
    [code] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    [fixture] = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    names: dict[str, Site] = {}
    exec(code, names)
    assert is_article(tomllib.loads(fixture)["url"], names["SITE"])
