"""What WordPress and its themes and plugins put on a page, for the newspapers that run on it."""

from crawler.site import Template

INLINE_RELATED_POSTS = ("a:has(.ctaText)", "div:has(> .ctaText)")
"""The plugin of IntellyWP. Its wrapper's class is a random `u` and 32 hex digits, and holds a `<style>`; the label is
"READ" or "Baca Juga:"."""

PLUGINS = (
    *INLINE_RELATED_POSTS,
    ".sharedaddy",
    ".jp-relatedposts",
    ".yarpp",
    ".addtoany_share_save_container",
    ".code-block",
    "[id^='ez-toc-container']",
    "[class*='table-contents']",
    "[class*='newsletter']",
    "[class^='quads-']",
    ".wp-block-embed",
)
"""Related posts, share bars, ad slots and tables of contents inside the body."""

DATES = ("jsonld:datePublished", "meta:article:published_time", "time.published", "time.entry-date", ".date.published")

FOXIZ = Template(
    name="foxiz",
    body=".entry-content.rbct",
    title=("h1.s-title", "h1.entry-title", "h1"),
    standfirst=("h2.s-tagline", ".s-tagline"),
    drop=(
        *PLUGINS,
        ".highlights",
        ".page-selected",
        ".review-wrap",
        ".single-sponsor",
        ".pagination-wrap",
        ".l-shared-sec-outer",
        ".t-shared-sec",
        ".sticky-share-list-buffer",
    ),
    published=DATES,
    authors=(".single-meta .meta-author a", ".meta-author a"),
    section=(".s-cats a", ".p-categories a"),
    tags=(".tags-list a",),
    captions=(".feat-caption", "figcaption"),
)
"""Foxiz by ThemeRuby, seen on a saved page of 2022."""

CLASSIC = Template(
    name="wordpress",
    body=".entry-content, .post-content",
    title=("h1.entry-title", "h1.post-title", "h1"),
    drop=(*PLUGINS, ".post-tags", ".entry-meta", ".page-links", ".author-box"),
    published=DATES,
    authors=(".author.vcard a", ".entry-author a", "[rel='author']"),
    section=(".cat-links a", ".entry-category a"),
    tags=(".tags-links a", "[rel='tag']"),
)
"""What the default themes and most that descend from them write."""
