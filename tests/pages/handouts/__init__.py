"""Paper that staff ask for."""
