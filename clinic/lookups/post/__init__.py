"""What goes out by mail, and when."""
