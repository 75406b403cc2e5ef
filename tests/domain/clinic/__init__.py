"""Pure rules of the wing clinic."""
