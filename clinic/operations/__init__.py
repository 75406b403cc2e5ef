"""Writing: every function is one deed, one transaction and one audit entry."""
