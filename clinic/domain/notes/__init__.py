"""Notes: what is written after the hour, signed, and added to."""
