"""Pure rules of the wing notes."""
