"""A measure of the demo clinic's own, so that whoever looks around meets one that is filled."""

from typing import Any

from clinic.content.instrument_forms import draft_of
from clinic.db import Db
from clinic.domain.access import Actor
from clinic.operations.measures.own_instruments import save_instrument

QUESTIONS = (
    ("I felt safe enough to take part.", False),
    ("I could be kind to myself when something was hard.", False),
    ("I felt alone with what I brought.", True),
    ("I know what I want to practice this week.", False),
)
ANSWERS = ("Not at all", "A little", "Mostly", "Very much")
BANDS = (("0", "5", "ask what was missing"), ("6", "9", "some of it"), ("10", "12", "a good hour"))


def make_own_measure(db: Db, actor: Actor) -> None:
    """Store a check of the evening in the clinic's own words."""
    bands = [{"low": low, "high": high, "label": label} for low, high, label in BANDS]
    scale = {"title": "The evening", "kind": "sum", "better": "higher", "bands": bands}
    empty = dict.fromkeys(("key", "questions", "factor", "missing", "details", "cutoff"), "")
    data: dict[str, Any] = {
        "name": "Evening check, four questions",
        "short_name": "Evening check",
        "purpose": "How this evening was for you.",
        "recall": "this evening",
        "lead_in": "Thinking of this evening:",
        "answers": [{"value": str(code), "label": words} for code, words in enumerate(ANSWERS)],
        "questions": [
            {"text": text, "is_reversed": is_reversed, "risk_from": ""}
            for text, is_reversed in QUESTIONS
        ],
        "scales": [empty | scale],
        "source": "Our own team; the ranges are where we ask, and no norms",
        "is_verified": False,
        "origin": "ours",
        "holder": "Riverside Clinic",
        "notice": "© Riverside Clinic",
        "reference": "",
        "until": "",
        "media": ["screen", "paper", "export"],
    }
    draft = draft_of(data, "own-evening-check", actor.at.date(), None)
    if draft.instrument is not None:
        save_instrument(db, actor, draft.instrument, draft.text, None, "Our first version")
