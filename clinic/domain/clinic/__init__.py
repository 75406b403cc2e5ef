"""The clinic itself: accounts, sign-in, settings, records."""
