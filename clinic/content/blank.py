"""What stands in the place of a sheet or an exercise whose stored text cannot be read."""

from clinic.domain.homework.exercises import Context, Exercise, Flow, Skill
from clinic.domain.homework.worksheets import Readers, Worksheet
from clinic.domain.text import N_

SAYS = N_("The text of this cannot be read right now. What was written before is kept.")
_MARK = "(cannot be read)"


def blank_sheet(code: str, slug: str, title: str) -> Worksheet:
    """Give a sheet without anything to fill in, under the name by which it is known."""
    return Worksheet(
        code=code,
        slug=slug,
        title=f"{title} {_MARK}",
        purpose=SAYS,
        language="en",
        minutes=1,
        week=None,
        skill=next(iter(Skill)),
        flow=next(iter(Flow)),
        caution="",
        stop_rule="",
        readers=Readers.MINE,
        blocks=(),
    )


def blank_exercise(slug: str, title: str) -> Exercise:
    """Give an exercise without steps, under the name by which it is known."""
    return Exercise(
        slug=slug,
        title=f"{title} {_MARK}",
        purpose=SAYS,
        rows=(),
        minutes=1,
        times_per_week=1,
        skill=next(iter(Skill)),
        flow=next(iter(Flow)),
        week=None,
        context=next(iter(Context)),
        timer=None,
        caution="",
        stop_rule="",
        gentler=None,
        worksheet=None,
        therapist_unlock=False,
        optional_on_low_days=False,
        html="",
    )
