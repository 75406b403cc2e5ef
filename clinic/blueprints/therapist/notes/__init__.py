"""What is written after the hour, signed, and added to."""

from clinic.blueprints.therapist.notes import process_notes, session_notes, signed_notes

NOUNS = (
    process_notes,
    session_notes,
    signed_notes,
)
