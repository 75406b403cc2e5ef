"""Deeds of the wing safety."""
