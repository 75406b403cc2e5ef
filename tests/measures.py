"""A small questionnaire of one's own: as the rows of its form, and stored."""

from datetime import date
from typing import Any

from sqlalchemy import select

from clinic.content.instrument_forms import draft_of
from clinic.db import Db
from clinic.domain.access import Actor
from clinic.models.programs import InstrumentRow
from clinic.operations.measures.own_instruments import save_instrument

TODAY = date(2026, 2, 25)
QUESTIONS = ("I felt at ease.", "I was hard on myself.", "I thought of not going on.")


BANDS = (("0", "7", "little"), ("8", "18", "much"))


def rows(**changed: Any) -> dict[str, Any]:
    """Give three questions, the second reversed and the third with a risk, and two scores."""
    names = ("name", "short_name", "purpose", "recall", "lead_in")
    words = (
        "Evening check, three questions",
        "Evening check",
        "How the evening was.",
        "this evening",
        "Think of this evening.",
    )
    questions = [
        {"text": text, "is_reversed": number == 1, "risk_from": "1" if number == 2 else ""}
        for number, text in enumerate(QUESTIONS)
    ]
    return {
        "key": "",
        **dict(zip(names, words, strict=True)),
        "answers": [{"value": str(code), "label": word} for code, word in enumerate("abcd")],
        "questions": questions,
        "scales": [_burden(), _tone()],
        "source": "Our team",
        "is_verified": True,
        "origin": "ours",
        "holder": "Riverside Clinic",
        "notice": "© Riverside Clinic",
        "reference": "",
        "until": "",
        "media": ["screen", "paper"],
    } | changed


def _burden() -> dict[str, Any]:
    bands = [{"low": low, "high": high, "label": label} for low, high, label in BANDS]
    score = {"kind": "sum", "factor": "2", "missing": "1", "cutoff": "8", "bands": bands}
    return {"key": "", "title": "Burden", "better": "lower", "questions": "", "details": ""} | score


def _tone() -> dict[str, Any]:
    score = {"kind": "weighted", "questions": "1-2", "details": "1 = 1, 2 = 0.5", "bands": []}
    empty = {"factor": "", "missing": "", "cutoff": ""}
    return {"key": "", "title": "Tone", "better": "lower"} | score | empty


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


def own_measure(db: Db, actor: Actor, name: str) -> InstrumentRow:
    """Store the questionnaire under a name."""
    key = f"own-{name.lower()}"
    draft = draft_of(rows(short_name=name), key, TODAY, None)
    assert draft.instrument is not None, draft.faults
    return save_instrument(db, actor, draft.instrument, draft.text, None, "")


KEYS = {f"item_{n}": "1" for n in range(1, 11)} | {"item_9": "0"}


def newest(db: Db, key: str = "own-evening-check") -> InstrumentRow:
    db.commit()
    return db.scalars(
        select(InstrumentRow)
        .where(InstrumentRow.key == key)
        .order_by(InstrumentRow.id.desc())
        .limit(1)
    ).one()
