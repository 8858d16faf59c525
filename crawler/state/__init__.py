"""What the crawler remembers between runs: one SQLite file, all of which can be made again from the WARCs."""
