"""Pages that everybody has."""
