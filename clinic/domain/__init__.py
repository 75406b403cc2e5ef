"""Pure rules over plain values; imports the standard library and nothing else."""
