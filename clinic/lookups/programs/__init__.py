"""Programs and their content, with versions."""
