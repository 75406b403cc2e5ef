"""Letters as mail, and the ways by which mail leaves the program."""
