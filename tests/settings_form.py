"""The form of the clinic's settings, filled in."""

SETTINGS: dict[str, str | list[str]] = {
    "clinic_name": "Harbor House",
    "discreet_name": "Harbor",
    "crisis_line": "555 0199",
    "crisis_text": "First paragraph.\r\n\r\nSecond paragraph.",
    "contact_text": "",
    "paper": "Letter",
    "time_zone": "America/New_York",
    "reading_days": ["1", "3", "6"],
    "reading_from": "08:30",
    "reading_until": "12:00",
    "risk_look_hours": "2",
    "risk_script": "Call at once.",
    "risk_readers_text": "Theresa reads it by noon.",
}
