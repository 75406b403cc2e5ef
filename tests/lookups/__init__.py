"""What the program reads for itself."""
