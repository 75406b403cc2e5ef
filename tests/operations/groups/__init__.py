"""Deeds of the wing groups."""
