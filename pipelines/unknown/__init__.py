"""Pages that nobody has described: each is described on the spot, as a template made for it alone."""
