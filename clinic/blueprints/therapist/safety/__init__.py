"""Who may come to harm, who hears of it, and by when."""

from clinic.blueprints.therapist.safety import absences, covers, emergencies, risk_cases

NOUNS = (
    absences,
    covers,
    emergencies,
    risk_cases,
)
