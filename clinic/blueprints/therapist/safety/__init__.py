"""Who may come to harm, who hears of it, and by when."""

from clinic.blueprints.therapist.safety import absences, covers, risk_cases

NOUNS = (
    absences,
    covers,
    risk_cases,
)
