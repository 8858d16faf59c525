"""A small local newspaper for the demo and the tests: six papers' worth of pages, feeds and sitemaps on loopback."""
