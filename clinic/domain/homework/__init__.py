"""What is done between two meetings, and what was written there."""
