"""Pure rules of the wing safety."""
