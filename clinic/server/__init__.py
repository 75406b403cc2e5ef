"""What stands between the line and the pages: checks of the start, the front, and its threads."""
