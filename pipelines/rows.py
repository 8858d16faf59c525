"""The rows of `articles.jsonl` and `rejected.jsonl`: their field names and the order of their keys."""

import json
from datetime import datetime
from typing import Any

from pipelines.article import Article, Rejected

_ENCODER = json.JSONEncoder(ensure_ascii=False)


def article_row(article: Article, article_id: str, file: str) -> dict[str, Any]:
    """An article without its text, which is in `file`, relative to the folder of the row."""
    return {
        "id": article_id,
        "file": file,
        "url": article.url,
        "canonical_url": article.canonical_url,
        "site": article.site,
        "title": article.title,
        "authors": article.authors,
        "editors": article.editors,
        "published": _iso(article.published),
        "modified": _iso(article.modified),
        "published_from": article.published_from,
        "section": article.section,
        "tags": article.tags,
        "captions": article.captions,
        "language": article.language,
        "template": article.template,
        "rules_version": article.rules_version,
        "removed": [{"rule": removed.rule, "text": removed.text} for removed in article.removed],
        "warc": article.warc,
        "offset": article.offset,
        "record_id": article.record_id,
        "fetched_at": _iso(article.fetched_at),
        "flags": article.flags,
        "origin": article.origin,
    }


def rejected_row(rejected: Rejected) -> dict[str, Any]:
    return {
        "url": rejected.url,
        "site": rejected.site,
        "reason": rejected.reason,
        "detail": rejected.detail,
        "status": rejected.status,
        "warc": rejected.warc,
        "offset": rejected.offset,
        "record_id": rejected.record_id,
        "fetched_at": _iso(rejected.fetched_at),
    }


def json_line(row: dict[str, Any]) -> bytes:
    """One line of UTF-8. A lone surrogate, which pages carry as an escape in their JSON, becomes a question mark."""
    return (_ENCODER.encode(row) + "\n").encode("utf-8", "replace")


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
