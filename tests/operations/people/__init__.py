"""Deeds of the wing people."""
