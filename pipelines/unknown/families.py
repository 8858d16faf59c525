"""What the families that small newspapers belong to call the body of an article, most telling first."""

FAMILIES = (
    "[itemprop='articleBody']",
    # WordPress: Foxiz, Newspaper and other themes of tagDiv, JNews, Elementor, AMP, then the themes that descend from
    # the ones that come with it
    ".entry-content.rbct",
    ".td-post-content, .tdb_single_content .tdb-block-inner",
    ".jeg_inner_content .content-inner",
    ".elementor-widget-theme-post-content",
    ".amp-wp-article-content, .amp-post-content",
    ".entry-content, .post-content, .single-content, .wp-block-post-content, .the-content",
    # the system of Promedia, and Kompas's, from which it descends
    ".read__content",
    # Blogspot
    ".post-body",
)
"""CSS of the body."""
