"""From what was agreed with one person to the sheet that she takes home, in words."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from clinic.domain.homework.exercises import Exercise
from clinic.lookups.homework.home_practice import Agreed
from clinic.lookups.homework.room_packs import HOME_PRACTICE, Guest, RoomPack
from clinic.presenters.dates import short_day
from clinic.printing.home_practice import AgreedPractice, HomePractice, Steps


def home_practice_of(room: RoomPack, guest: Guest, this_year: int) -> HomePractice | None:
    """Give the sheet of a week, or `None` where no practice was agreed."""
    blank = room.home_practice
    if blank is None or not guest.agreed:
        return None
    return HomePractice(
        HOME_PRACTICE,
        blank.title,
        blank.purpose,
        blank.language,
        tuple(_practice(one, this_year) for one in guest.agreed),
        tuple(_steps(guest.agreed)),
    )


def _practice(one: Agreed, this_year: int) -> AgreedPractice:
    times = ngettext("%(num)s time a week", "%(num)s times a week", one.times_per_week)
    minutes = ngettext("about %(num)s minute", "about %(num)s minutes", one.minutes)
    days = (short_day(day, this_year) for day in one.days for _turn in range(one.lines))
    return AgreedPractice(
        one.exercise.title,
        _("%(times)s, %(minutes)s", times=times, minutes=minutes),
        one.gentler.title if one.gentler else "",
        tuple(days),
    )


def _steps(agreed: tuple[Agreed, ...]) -> Iterator[Steps]:
    """Give each practice once, and behind it its gentler one where that is not agreed itself."""
    given = {one.exercise.slug for one in agreed}
    for one in agreed:
        yield _how(one.exercise, "")
        if one.gentler and one.gentler.slug not in given:
            given.add(one.gentler.slug)
            yield _how(one.gentler, one.exercise.title)


def _how(exercise: Exercise, gentler_than: str) -> Steps:
    return Steps(
        exercise.title,
        exercise.purpose,
        exercise.caution,
        exercise.stop_rule,
        exercise.html,
        gentler_than,
    )
