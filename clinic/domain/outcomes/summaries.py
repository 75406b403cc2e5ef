"""A published table of means, read from one line: "T:post 16.2 3.9 15; C:post 25.5 6.7 15"."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from clinic.domain.errors import Refused
from clinic.domain.outcomes.change import Distribution
from clinic.domain.outcomes.courses import LARGEST
from clinic.domain.outcomes.effects import Arm
from clinic.domain.outcomes.pairs import SMALLEST_SD, Sample
from clinic.domain.text import N_

_TIMES = ("pre", "post")
_COUNT = re.compile("[1-9][0-9]{0,8}")


@dataclass(frozen=True)
class MeansTable:
    """What is known of each arm at each time."""

    arms: Mapping[str, Mapping[str, Arm]]

    @property
    def has_before(self) -> bool:
        """Tell whether every arm has its figures before treatment."""
        return all("pre" in times for times in self.arms.values())

    def sample(self, arm: str, correlation: float | None) -> Sample:
        """Give an arm as a sample before and after; of two n the smaller, who can be in both."""
        pre, post = self.arms[arm]["pre"], self.arms[arm]["post"]
        return Sample(
            min(pre.n, post.n),
            Distribution(pre.mean, pre.sd),
            Distribution(post.mean, post.sd),
            correlation,
        )


def read_summary(text: str) -> MeansTable:
    """Read entries ARM:TIME MEAN SD N, parted by semicolons; refuse what gives no figures."""
    arms: dict[str, dict[str, Arm]] = {}
    for number, entry in enumerate(filter(None, map(str.strip, text.split(";"))), start=1):
        name, time, arm = _entry(number, entry)
        if time in arms.setdefault(name, {}):
            raise _refuse(number, entry, N_("this arm and time stand here twice"))
        arms[name][time] = arm
    if not 1 <= len(arms) <= 2:
        message = N_("--summary: one or two groups can be evaluated, and there are %(count)s")
        raise Refused(message, {"count": len(arms)})
    for name, times in arms.items():
        if "post" not in times:
            raise Refused(N_("--summary: %(name)s has no entry for post"), {"name": name})
    if len(arms) == 1 and not MeansTable(arms).has_before:
        raise Refused(N_("--summary: one group alone needs an entry for pre and one for post"))
    return MeansTable(arms)


def _entry(number: int, entry: str) -> tuple[str, str, Arm]:
    label, *figures = entry.split()
    name, _, time = label.rpartition(":")
    if not name or time not in _TIMES or len(figures) != 3:
        message = N_("expected ARM:pre or ARM:post, mean, SD and n, as in T:post 16.2 3.9 15")
        raise _refuse(number, entry, message)
    try:
        mean, sd = float(figures[0]), float(figures[1])
    except ValueError:
        raise _refuse(number, entry, N_("mean and SD must be numbers")) from None
    if not (math.isfinite(mean) and abs(mean) <= LARGEST and 0 <= sd <= LARGEST):
        raise _refuse(number, entry, N_("mean or SD is out of range"))
    if not _COUNT.fullmatch(figures[2]):
        raise _refuse(number, entry, N_("n must be a whole number from 1"))
    if int(figures[2]) == 1:
        raise _refuse(number, entry, N_("not computable: one person has no standard deviation"))
    if sd < SMALLEST_SD:
        raise _refuse(number, entry, N_("not computable: the standard deviation is 0"))
    return name, time, Arm(int(figures[2]), mean, sd)


def _refuse(number: int, entry: str, fault: str) -> Refused:
    message = N_("--summary, entry %(number)s (%(entry)s): %(fault)s")
    return Refused(message, {"number": number, "entry": entry[:60], "fault": fault})
