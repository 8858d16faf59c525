"""How Scrapy finds the spiders: every declared newspaper is one."""

from typing import Self

from scrapy import Request, Spider
from scrapy.settings import BaseSettings

from crawler.loader import site_of, sound_sites
from crawler.spider import spider_of


class SiteSpiders:
    """Scrapy's SPIDER_LOADER_CLASS."""

    def __init__(self) -> None:
        self._sites, self._wrong = sound_sites()

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        return cls()

    def load(self, spider_name: str) -> type[Spider]:
        if spider_name in self._wrong:
            raise KeyError(str(self._wrong[spider_name]))
        if spider_name not in self._sites:
            raise KeyError(f"no such site: {spider_name}; there are {', '.join(self._sites)}")
        return spider_of(self._sites[spider_name])

    def find_by_request(self, request: Request) -> list[str]:
        site = site_of(request.url, self._sites)
        return [site.name] if site else []

    def list(self) -> list[str]:
        return [*self._sites]
