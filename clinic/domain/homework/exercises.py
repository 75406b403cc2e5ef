"""One practice: its dose, its steps and the sentences that keep it safe."""

from dataclasses import dataclass
from enum import StrEnum

from clinic.domain.text import N_


class Skill(StrEnum):
    """The four regulation skills by which every practice is tagged."""

    AWARENESS = "awareness"
    CONTROL = "control"
    PROCESSING = "processing"
    INTEGRATION = "integration"


class Flow(StrEnum):
    """The direction in which compassion runs."""

    TO_SELF = "to-self"
    FROM_OTHERS = "from-others"
    TO_OTHERS = "to-others"


class Context(StrEnum):
    """The moment for which a practice is meant."""

    CALM = "calm"
    BEFORE_CONTACT = "before-contact"
    WOBBLE = "wobble"
    EVENING = "evening"
    MORNING = "morning"
    ANY = "any"


class TimerKind(StrEnum):
    """How a guided timer runs: a paced breath, time that runs down, or repetitions."""

    BREATH = "breath"
    COUNTDOWN = "countdown"
    COUNT = "count"


SKILL_LABELS = {
    Skill.AWARENESS: N_("Awareness"),
    Skill.CONTROL: N_("Calming"),
    Skill.PROCESSING: N_("Working it through"),
    Skill.INTEGRATION: N_("Making it yours"),
}
FLOW_LABELS = {
    Flow.TO_SELF: N_("From me to me"),
    Flow.FROM_OTHERS: N_("From others to me"),
    Flow.TO_OTHERS: N_("From me to others"),
}
CONTEXT_LABELS = {
    Context.CALM: N_("In a calm moment"),
    Context.BEFORE_CONTACT: N_("Before meeting somebody"),
    Context.WOBBLE: N_("When things wobble"),
    Context.EVENING: N_("In the evening"),
    Context.MORNING: N_("In the morning"),
    Context.ANY: N_("At any time"),
}


@dataclass(frozen=True, slots=True)
class Timer:
    """A preset that the client may change; breath parts are in seconds, `times` counts."""

    kind: TimerKind
    minutes: int | None = None
    breathe_in: int | None = None
    hold: int = 0
    breathe_out: int | None = None
    times: int | None = None


@dataclass(frozen=True, slots=True)
class Exercise:
    """A practice as the files describe it; `html` is safe to show as it stands."""

    slug: str
    title: str
    purpose: str
    rows: tuple[int, ...]
    minutes: int
    times_per_week: int
    skill: Skill
    flow: Flow
    week: int | None
    """In which it usually first comes; 0 is before the first session, None fits any week."""
    context: Context
    timer: Timer | None
    caution: str
    stop_rule: str
    gentler: str | None
    """Slug of the next easier exercise; None when this is the gentlest."""
    worksheet: str | None
    therapist_unlock: bool
    optional_on_low_days: bool
    html: str
