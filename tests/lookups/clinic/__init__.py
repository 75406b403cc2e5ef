"""Deeds of the wing clinic."""
