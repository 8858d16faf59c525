"""The stories of the newsroom: what its papers print, and the clean text that a crawl of them must give."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Block:
    """A piece of a body. `kind` is text (`paragraph`, `bare`, `heading`, `quote`, `list`, `table`) or an insert
    (`related`, `ad`, `photo`, `video`, `embed`, `cta`) that is no part of the clean text."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()


TEXT_KINDS = frozenset({"paragraph", "bare", "heading", "quote", "list", "table"})


@dataclass(frozen=True, kw_only=True)
class Story:
    """A story as the newsroom wrote it."""

    paper: str
    name: str
    """What tests call it."""
    slug: str
    number: str = ""
    """What the paper's URL has besides the slug: an id, a code, the last digits."""
    desk: str = ""
    """Where it appears: a host, or a host with the beginning of a path."""
    era: str
    """Whose markup: the name of a template of the paper."""
    title: str
    standfirst: str = ""
    """Only for markup that shows it as an element of its own."""
    authors: tuple[str, ...] = ()
    editor: str = ""
    published: datetime
    section: str
    tags: tuple[str, ...] = ()
    dateline: str = ""
    """As printed, with its dash and space: the beginning of the first paragraph."""
    pages: tuple[tuple[Block, ...], ...] = field(repr=False)
    credit: str = ""
    """The line under the text that names its source."""
    caption: str = ""
    oddity: str = ""
    """What the server does with it; see `oddities`."""
    moved_from: str = ""
    """An old URL that leads here and is the one announced."""
    also: tuple[str, ...] = ()
    """Other addresses under which it is announced and answers; `{url}`, `{path}` and
    `{tail}` (the last two parts of the path) stand for its own."""
    article: bool = True
    """Whether a crawl makes an article of it."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(block for page in self.pages for block in page)

    @property
    def description(self) -> str:
        """The first sentence, as meta tags have it."""
        first = next((block.text for block in self.blocks if block.text), self.title)
        return plain(re.split(r"(?<=[.!?])\s", first, maxsplit=1)[0])


def load_stories(path: Path) -> tuple[Story, ...]:
    """The stories of one paper, whose name is that of the file. The table `common` fills what a story leaves out."""
    paper = tomllib.loads(path.read_text(encoding="utf-8"))
    common = paper.get("common", {})
    return tuple(_story(path.stem, {**common, **entry}) for entry in paper["story"])


def _story(paper: str, entry: dict[str, Any]) -> Story:
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    fields.setdefault("name", fields["slug"])
    return Story(paper=paper, pages=parse_body(fields.pop("body", "")), **fields)


def parse_body(text: str) -> tuple[tuple[Block, ...], ...]:
    """Pages of blocks. Blank lines part blocks, a line `---` parts pages.

    A block is a paragraph unless it begins with `## ` (heading), `> ` (quote), `~ ` (text outside any element),
    `- ` (list, one item a line), `| ` (table, one row a line, cells parted by ` | `) or is `{insert: text}`.
    `*word*` is set in italics.
    """
    pages = re.split(r"^---$", text, flags=re.M)
    return tuple(
        tuple(_block(chunk.strip()) for chunk in re.split(r"\n\s*\n", page) if chunk.strip()) for page in pages
    )


def _block(chunk: str) -> Block:
    if insert := re.fullmatch(r"\{(\w+)(?::\s*(.*))?\}", chunk, flags=re.S):
        return Block(insert[1], insert[2] or "")
    if chunk.startswith("- "):
        return Block("list", items=tuple(fold(line.removeprefix("- ")) for line in chunk.splitlines()))
    if chunk.startswith("| "):
        return Block("table", items=tuple(line.removeprefix("| ") for line in chunk.splitlines()))
    for mark, kind in (("## ", "heading"), ("> ", "quote"), ("~ ", "bare")):
        if chunk.startswith(mark):
            return Block(kind, fold(chunk.removeprefix(mark)))
    return Block("paragraph", fold(chunk))


def expected_text(story: Story) -> str:
    """The story in the seed format: headline, standfirst where shown, paragraphs, credit line; nothing else."""
    lines = (story.title, story.standfirst, *paragraphs(story), story.credit)
    return "\n\n".join(plain(line) for line in lines if line)


def paragraphs(story: Story) -> tuple[str, ...]:
    """The text of the body: one paragraph for each element, list item and row of a table."""
    texts = [plain(text) for block in story.blocks for text in _texts(block)]
    if texts:
        texts[0] = plain(story.dateline + texts[0])
    return tuple(texts)


def _texts(block: Block) -> tuple[str, ...]:
    if block.kind not in TEXT_KINDS:
        return ()
    if block.kind == "table":
        return tuple(row.replace(" | ", " ") for row in block.items)
    return block.items or (block.text,)


def fold(text: str) -> str:
    """White space folded to single spaces."""
    return " ".join(text.split())


def plain(text: str) -> str:
    """Without the marks of italics, in NFC, white space folded."""
    return unicodedata.normalize("NFC", fold(re.sub(r"\*([^*]+)\*", r"\1", text)))
