"""Finding and fetching: the newspapers, what they announce, and the way to get it politely."""
