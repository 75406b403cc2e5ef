"""Reading: every function takes the reader and joins it."""
