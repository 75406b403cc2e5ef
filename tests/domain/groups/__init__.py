"""Pure rules of the wing groups."""
