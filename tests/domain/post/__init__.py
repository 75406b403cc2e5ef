"""Pure rules of the wing post."""
