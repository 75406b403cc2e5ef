"""Deeds of the wing outcomes."""
