"""How each newspaper is doing: facts of a run in, a verdict with its reason in words out, and who is told."""
