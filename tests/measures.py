"""A small questionnaire of one's own: as the rows of its form, and stored."""

from datetime import date
from typing import Any

from clinic.content.instrument_forms import draft_of
from clinic.db import Db
from clinic.domain.access import Actor
from clinic.models.programs import Instrument
from clinic.operations.own_instruments import save_instrument

TODAY = date(2026, 2, 25)
QUESTIONS = ("I felt at ease.", "I was hard on myself.", "I thought of not going on.")


def rows(**changed: Any) -> dict[str, Any]:
    """Give three questions, the second reversed and the third with a risk, and two scores."""
    data: dict[str, Any] = {
        "key": "",
        "name": "Evening check, three questions",
        "short_name": "Evening check",
        "purpose": "How the evening was.",
        "recall": "this evening",
        "lead_in": "Think of this evening.",
        "answers": [{"value": str(code), "label": word} for code, word in enumerate("abcd")],
        "questions": [{"text": text, "is_reversed": False, "risk_from": ""} for text in QUESTIONS],
        "scales": [
            {
                "key": "",
                "title": "Burden",
                "questions": "",
                "kind": "sum",
                "factor": "2",
                "better": "lower",
                "missing": "1",
                "details": "",
                "cutoff": "8",
                "bands": [
                    {"low": "0", "high": "7", "label": "little"},
                    {"low": "8", "high": "18", "label": "much"},
                ],
            },
            {
                "key": "",
                "title": "Tone",
                "questions": "1-2",
                "kind": "weighted",
                "better": "lower",
                "missing": "",
                "details": "1 = 1, 2 = 0.5",
                "cutoff": "",
                "factor": "",
                "bands": [],
            },
        ],
        "source": "Our team",
        "is_verified": True,
        "origin": "ours",
        "holder": "Riverside Clinic",
        "notice": "© Riverside Clinic",
        "reference": "",
        "until": "",
        "media": ["screen", "paper"],
    }
    data["questions"][1]["is_reversed"] = True
    data["questions"][2]["risk_from"] = "1"
    return data | changed


def fields(data: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Give rows as a browser sends them: numbered names, and no box that is not ticked."""
    sent: dict[str, Any] = {}
    for name, value in data.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for number, each in enumerate(value):
                sent |= fields(each, f"{prefix}{name}-{number}-")
        elif value is True:
            sent[f"{prefix}{name}"] = "y"
        elif value not in (False, []):
            sent[f"{prefix}{name}"] = value
    return sent


def own_measure(db: Db, actor: Actor, name: str) -> Instrument:
    """Store the questionnaire under a name."""
    key = f"own-{name.lower()}"
    draft = draft_of(rows(short_name=name), key, TODAY, None)
    assert draft.instrument is not None, draft.faults
    return save_instrument(db, actor, draft.instrument, draft.text, None, "")
