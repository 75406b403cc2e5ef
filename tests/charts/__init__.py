"""Charts: what a drawing says when it is read back."""
