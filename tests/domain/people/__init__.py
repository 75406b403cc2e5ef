"""Pure rules of the wing people."""
