"""`kliping rules`: what is taken for boilerplate."""

import typer

from pipelines.commands.options import Json
from pipelines.commands.screen import show_json
from pipelines.rulebook import rulebook
from pipelines.rules import RULES, Rule

EXAMPLES = """Examples:

kliping rules | less

kliping rules --json"""


def rules(as_json: Json = False) -> None:
    """Print the boilerplate rules as Markdown: what each takes away and what it leaves alone."""
    if as_json:
        show_json({"rules": [_facts(rule) for rule in RULES]})
    else:
        typer.echo(rulebook(RULES), nl=False)


def _facts(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "takes": rule.takes.name.lower(),
        "pattern": rule.pattern.pattern,
        "removes": rule.removes,
        "spares": rule.spares,
        "sites": rule.sites,
        "last": rule.last,
        "flag": rule.flag,
    }
