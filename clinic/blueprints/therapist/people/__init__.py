"""People, and their places: from the first letter to the last."""

from clinic.blueprints.therapist.people import (
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
    screenings,
    second_proofs,
    waiting,
)

NOUNS = (
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
    screenings,
    second_proofs,
    waiting,
)
