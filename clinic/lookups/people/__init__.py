"""People, and their places: from the first letter to the last."""
