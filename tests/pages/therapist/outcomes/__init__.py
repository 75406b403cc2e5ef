"""The therapist's pages of the wing outcomes."""
