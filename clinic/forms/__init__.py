"""What a person may send, by noun."""
