"""Pure rules, in milliseconds and without a database."""
