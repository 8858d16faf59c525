"""The boilerplate rules as a document: what each removes, and what it leaves alone."""

from collections.abc import Iterable, Sequence

from pipelines.rules import Rule, Takes

_HEAD = """# Boilerplate

Made from `pipelines/rules.py` by `make docs`; change the rules there, not here.

A rule speaks of one block of text (a paragraph, a heading, a list item) with its white space folded. Before any
rule, the wrappers of the site's template are left out with all they hold. Then, block by block: tokens are cut out;
a label with its link inside a paragraph is cut out; the first rule of the table that matches takes what it takes.
Every removal stands in `articles.jsonl` under `removed`, with the id of its rule.

What must never be a rule: an imperative alone (`simak`, `ikuti`, `cek`, `saksikan`), the name of a channel alone
(`Google News`, `WhatsApp`), words of a label inside a sentence, `(XXX)` in capitals, a short paragraph, a paragraph
that is one link, a greedy tail (`Baca juga.*` to the end of the text). `tests/pipelines/test_boilerplate.py` holds
prose that begins or ends like boilerplate and is none.
"""

_OTHERS = """## Ids that stand in no table

| id | what it left out |
|---|---|
| `wrapper ELEMENT` | an element that the template drops, that hides itself, or that a platform embeds |
| `read-also-inline` | a label and its link inside a paragraph: `… kata dia. Baca juga: <a>headline</a> Menurut …` |
| `headline-again` | the headline or the standfirst, when the body begins with it once more |
| `masthead`, `byline`, `head-matter` | what stands above the body in plain text |
"""


def rulebook(rules: Sequence[Rule]) -> str:
    """The document in Markdown, one section for each kind of taking and one heading for each rule."""
    sections = [_section(takes, [rule for rule in rules if rule.takes is takes]) for takes in Takes]
    return "\n".join((_HEAD, *filter(None, sections), _OTHERS))


def _section(takes: Takes, rules: Sequence[Rule]) -> str:
    if not rules:
        return ""
    return f"## Rules that take {takes.value}\n\n" + "\n".join(map(_rule, rules))


def _rule(rule: Rule) -> str:
    where = "".join(f"- {line}\n" for line in _scope(rule))
    return (
        f"### {rule.id}\n\n{where}"
        f"- removes {_quoted(rule.removes)}\n"
        f"- spares {_quoted(rule.spares)}\n\n"
        f"```regex\n{rule.pattern.pattern}\n```\n"
    )


def _scope(rule: Rule) -> Iterable[str]:
    if rule.sites:
        yield f"only at {', '.join(rule.sites)}"
    if rule.last:
        yield f"only among the last {rule.last} blocks of a body"
    if rule.since:
        yield f"seen since {rule.since}"
    if rule.flag:
        yield f"flags the article: {rule.flag}"


def _quoted(texts: Iterable[str]) -> str:
    """Examples as code, which shows spaces and asterisks as they are."""
    return ", ".join(f"`` {text} ``" if "`" in text else f"`{text}`" for text in texts)
