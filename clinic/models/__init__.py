"""Typed tables, one file a noun; importing this package knows them all."""

from clinic.models import (
    accounts,
    assignments,
    audit,
    clients,
    cohorts,
    enrollments,
    keyings,
    measures,
    messages,
    practice,
    preferences,
    programs,
    risk,
    sessions,
    settings,
    sheet_codes,
    worksheets,
)
from clinic.models.base import Base

__all__ = [
    "Base",
    "accounts",
    "assignments",
    "audit",
    "clients",
    "cohorts",
    "enrollments",
    "keyings",
    "measures",
    "messages",
    "practice",
    "preferences",
    "programs",
    "risk",
    "sessions",
    "settings",
    "sheet_codes",
    "worksheets",
]
