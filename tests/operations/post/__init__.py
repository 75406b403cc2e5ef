"""Deeds of the wing post."""
