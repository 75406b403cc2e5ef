"""Pure rules of the wing homework."""
