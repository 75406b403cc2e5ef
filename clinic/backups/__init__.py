"""Backups: a consistent copy of the database, sealed for whoever holds the backup key on paper."""
