"""Hearth: a program manager for clinicians who run group cohorts."""
