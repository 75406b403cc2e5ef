"""People, and their places: from the first letter to the last."""

from clinic.blueprints.therapist.people import (
    amendments,
    chart_notes,
    clients,
    consents,
    contacts,
    departures,
    endings,
    enrollments,
    links,
    pauses,
    place_offers,
    readiness,
    record_copies,
    screenings,
    second_proofs,
    waiting,
)

NOUNS = (
    amendments,
    chart_notes,
    clients,
    consents,
    contacts,
    departures,
    endings,
    enrollments,
    links,
    pauses,
    place_offers,
    readiness,
    record_copies,
    screenings,
    second_proofs,
    waiting,
)
