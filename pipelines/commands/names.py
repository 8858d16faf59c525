"""Names of newspapers as people type them."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from crawler.loader import site_of
from crawler.site import Site
from pipelines.commands.screen import ExitCode, RefusedError


def chosen(names: Iterable[str], sites: Mapping[str, Site]) -> list[Site]:
    """The sites of these names, each once. Refuses a name that no site has, with those it may be meant for."""
    names = list(dict.fromkeys(names))
    for name in names:
        if name not in sites:
            meant = _meant(name, sites)
            hint = f"did you mean {' or '.join(meant)}?" if meant else "`kliping sites` lists them"
            raise RefusedError(f"no site is called {name!r}; {hint}", ExitCode.WRONG_USE)
    return [sites[name] for name in names]


def _meant(name: str, sites: Mapping[str, Site]) -> list[str]:
    owner = site_of(name if "://" in name else f"https://{name}", sites)
    return [owner.name] if owner else get_close_matches(name.lower(), sites, cutoff=0.5)
