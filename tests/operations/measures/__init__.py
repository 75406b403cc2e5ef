"""Deeds of the wing measures."""
