"""Stories walked in a real browser by two people at once."""
