"""The client's portal, as clients meet it."""
