"""Fundus on one page after the other, in an environment of its own: it wants an older lxml than ours.

Lines of JSON in, {"url", "html"}, and out: {"paragraphs", "cpu"} with the seconds that it took. Fundus has none of
these three newspapers, so they are described here as it describes its own; null for a page of any other.
"""

import json
import sys
from time import process_time
from urllib.parse import urlsplit

from fundus.parser import BaseParser, ParserProxy
from fundus.parser.base_parser import attribute
from fundus.parser.utility import (
    extract_article_body_with_selector,
    generic_author_parsing,
    generic_date_parsing,
    generic_topic_parsing,
)
from lxml.cssselect import CSSSelector


class _Parser(BaseParser):
    _paragraph_selector = CSSSelector("article p")
    _subheadline_selector = CSSSelector("article h2")

    @attribute
    def title(self):
        return self.precomputed.meta.get("og:title")

    @attribute
    def body(self):
        return extract_article_body_with_selector(
            self.precomputed.doc,
            paragraph_selector=self._paragraph_selector,
            subheadline_selector=self._subheadline_selector,
        )

    @attribute
    def authors(self):
        return generic_author_parsing(self.precomputed.ld.bf_search("author"))

    @attribute
    def publishing_date(self):
        return generic_date_parsing(self.precomputed.ld.bf_search("datePublished"))

    @attribute
    def topics(self):
        return generic_topic_parsing(self.precomputed.meta.get("keywords"))


class Kompas(ParserProxy):
    class V1(_Parser):
        _paragraph_selector = CSSSelector(".read__content p")
        _subheadline_selector = CSSSelector(".read__content h2")


class Liputan6(ParserProxy):
    class V1(_Parser):
        _paragraph_selector = CSSSelector(".article-content-body__item-content > p")
        _subheadline_selector = CSSSelector(".article-content-body__item-content > h2")


class Viva(ParserProxy):
    class V1(_Parser):
        _paragraph_selector = CSSSelector("div.main-content-detail p, #article-detail-content p")
        _subheadline_selector = CSSSelector("div.main-content-detail h2, #article-detail-content h2")


PARSERS = {"kompas.com": Kompas()(), "liputan6.com": Liputan6()(), "viva.co.id": Viva()()}


def paragraphs(body):
    for section in body.sections if body else ():
        yield from map(str, section.headline)
        yield from map(str, section.paragraphs)


def main():
    for line in sys.stdin:
        page = json.loads(line)
        host = urlsplit(page["url"]).hostname or ""
        parser = next((parser for name, parser in PARSERS.items() if host.endswith(name)), None)
        told = None
        if parser:
            begun = process_time()
            body = parser.parse(page["html"], "suppress")["body"]
            told = {"paragraphs": [*paragraphs(body)], "cpu": process_time() - begun}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
