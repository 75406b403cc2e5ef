"""Calendars as they are written, read back by a library for calendars."""
