"""One newspaper, one file. The folder is the registry: `crawler.loader.load_sites` finds them."""
