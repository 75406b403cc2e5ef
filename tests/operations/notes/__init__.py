"""Deeds of the wing notes."""
