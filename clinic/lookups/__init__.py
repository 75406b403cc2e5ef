"""What the program reads for itself, for deeds and pages alike: no reader, and no writing."""
