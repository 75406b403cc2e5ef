"""Pure rules of the wing outcomes."""
