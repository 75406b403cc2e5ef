"""Pages of the wing notes."""
