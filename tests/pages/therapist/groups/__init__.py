"""The therapist's pages of the wing groups."""
