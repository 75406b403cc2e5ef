"""Parsing of worksheets, programs and instruments from files."""
