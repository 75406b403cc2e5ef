"""Pure rules of the wing measures."""
