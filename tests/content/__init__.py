"""Content files: what is read, and what is refused with its line."""
