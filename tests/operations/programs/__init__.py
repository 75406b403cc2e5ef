"""Deeds of the wing programs."""
