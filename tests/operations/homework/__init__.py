"""Deeds of the wing homework."""
