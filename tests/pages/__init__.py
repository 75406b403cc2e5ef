"""Pages, asked for by real requests."""
