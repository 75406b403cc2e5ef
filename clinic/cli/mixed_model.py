"""The hierarchical linear model of change, by statsmodels where that is installed.

outcome ~ time + (time | person), restricted maximum likelihood; a person's index is the empirical
Bayes estimate of the slope over its conditional standard deviation (Raudenbush & Bryk 2002). It
tells who differs from the average slope: who improves as much as the average is unchanged.
"""

import math
import warnings
from collections.abc import Mapping
from importlib.util import find_spec

import click

from clinic.domain.courses import Course, Study
from clinic.domain.pairs import SMALLEST_SD, NotComputable
from clinic.domain.text import N_

FEWEST_TIMES = 3


def slopes(study: Study) -> Mapping[str, float] | NotComputable:
    """Give the index of everybody with three scores or more."""
    if find_spec("statsmodels") is None:
        raise click.UsageError(
            "The method HLM needs statsmodels: pip install 'hearth-clinic[evaluation]'."
        )
    courses = [course for course in study.courses if len(course.scores) >= FEWEST_TIMES]
    if len(courses) < FEWEST_TIMES:
        return NotComputable(N_("fewer than three people have scores at three times or more"))
    if not all(_is_number(time) for time in study.times):
        return NotComputable(N_("the model needs times that are numbers"))
    return _fit(courses)


def _fit(courses: list[Course]) -> Mapping[str, float] | NotComputable:
    # Importing it takes seconds, which no other command shall wait for.
    import numpy as np
    from statsmodels.regression.mixed_linear_model import MixedLM

    points = [(c.subject, float(t), score) for c in courses for t, score in c.scores.items()]
    people = np.array([subject for subject, _, _ in points])
    design = np.array([(1.0, time) for _, time, _ in points])
    scores = np.array([score for _, _, score in points])
    if scores.std() < SMALLEST_SD:
        return NotComputable(N_("all scores are the same"))
    failed = NotComputable(N_("the model does not converge on these scores"))
    with warnings.catch_warnings():
        # What it warns of is asked for below: whether it converged, and whether a slope varies.
        warnings.simplefilter("ignore")
        try:
            model = MixedLM(scores, design, groups=people, exog_re=design).fit(reml=True)
            estimates, spreads = model.random_effects, model.random_effects_cov
        except (np.linalg.LinAlgError, ValueError):
            return failed
    if not model.converged:
        return failed
    found = {}
    for course in courses:
        variance = float(np.asarray(spreads[course.subject])[1, 1])
        slope = float(np.asarray(estimates[course.subject])[1])
        if not (math.isfinite(slope) and variance > SMALLEST_SD):
            return NotComputable(N_("the slopes of these people do not differ"))
        found[course.subject] = slope / math.sqrt(variance)
    return found


def _is_number(time: str) -> bool:
    try:
        float(time)
    except ValueError:
        return False
    return True
