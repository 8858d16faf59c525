"""What was captured, kept for ever. Knows no newspaper and no crawler."""
