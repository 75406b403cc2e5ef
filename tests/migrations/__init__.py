"""The schema's way up and down, with data in it."""
