"""Questionnaires: what they ask, when they were given, and what their answers score."""
