"""Deeds on real databases."""
