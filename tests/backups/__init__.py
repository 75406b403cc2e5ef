"""Backups, restoring, and moving between databases."""
