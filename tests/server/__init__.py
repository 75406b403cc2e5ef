"""The front before the pages, its threads, and the checks of the start."""
