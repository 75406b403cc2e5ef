"""Pure rules of the wing programs."""
