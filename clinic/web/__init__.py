"""What stands between a request and the rules: gate, sign-in, errors, headers."""
