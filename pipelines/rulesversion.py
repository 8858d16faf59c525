"""By which rules an article was extracted: what tells a change of the newspaper's from a change of ours."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from crawler.site import Site
from pipelines.rules import RULES, Rule

CODE = (
    "article assembly blocks body boilerplate charset dates extract jsonld metadata people rules ruletable "
    "rulesversion signals text unknown walker"
).split()
"""The modules, and the package, that make the text of a page."""


@lru_cache
def rules_version(site: Site) -> str:
    """Twelve hex digits that change when a rule, the site's declaration or the code of extraction does."""
    return version_of(site, RULES, _code())


def version_of(site: Site, rules: Sequence[Rule], code: bytes = b"") -> str:
    # A pattern's own repr is cut after 200 characters.
    told = [(r.id, r.takes.name, r.pattern.pattern, r.pattern.flags, r.opens, r.sites, r.last, r.flag) for r in rules]
    return hashlib.sha256(f"{told!r}{site.templates!r}{site.article}".encode() + code).hexdigest()[:12]


@lru_cache(maxsize=1)
def _code() -> bytes:
    """A digest of the code; a comment is a part of it, and costs no more than a text made again."""
    ours = files("pipelines")
    unknown = [file for file in ours.joinpath("unknown").iterdir() if file.name.endswith(".py")]
    modules = [ours.joinpath(f"{name}.py") for name in CODE if name != "unknown"]
    digest = hashlib.sha256()
    for file in [*modules, *sorted(unknown, key=lambda file: file.name)]:
        digest.update(file.read_bytes())
    return digest.digest()
