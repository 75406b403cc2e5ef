"""Who may open what, by real requests."""
