"""Words that no paper for other eyes may carry."""

CLINICAL = (
    "therap",
    "group",
    "depress",
    "anxi",
    "clinic",
    "patient",
    "client",
    "treatment",
    "mental",
    "health",
    "session",
    "disorder",
    "diagnos",
    "symptom",
    "compassion",
    "counsel",
)
