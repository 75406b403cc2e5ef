"""What the R package clinicalsignificance has published, and where we part from it and why.

Each row names its place: a vignette or reference page of the package's site, or a snapshot in its
own tests. The data lie beside the project, not in it.
"""

from dataclasses import dataclass

Counts = tuple[int, int, int, int, int]
"""Recovered, improved, unchanged, deteriorated, harmed."""


@dataclass(frozen=True)
class Row:
    """One published analysis, as words for `clinic evaluate`, and what came of it."""

    place: str
    words: str
    n: int
    cutoff: float | None
    published: Counts
    ours: Counts | None = None
    """Where it is not the published one; `why` says for what reason."""
    why: str = ""


_CLAUS = "claus_2020.csv --pre 1 --post 4 --better lower"
_KUEHNER = "--functional-mean 7.69 --functional-sd 7.52"
EIGHT = "--functional-mean 8 --functional-sd 8 --cutoff c"
BDI, HAMD = f"{_CLAUS} --value bdi", f"{_CLAUS} --value hamd --reliability 0.8"
WHO = f"{_CLAUS.replace('lower', 'higher')} --value who"
GDS = (
    "jacobson_1989.csv --subject subject --pre pre --post post --better lower --value gds"
    " --reliability 0.8 --cutoff a"
)
ANXIETY = (
    "anxiety.csv --subject subject --time measurement --value anxiety --pre 0 --post 4"
    " --better lower --cutoff a --method HLM"
)

_COMBINED, _DISTRIBUTION = "tests: cs_combined", "tests: cs_distribution"
_OLD = "tests: clinical_significance (0.x)"
_CLINICAL_FIRST = (
    "0.x counted as recovered who was on the functional side before; cs_combined of today does not"
)
_OTHER_MODEL = (
    "0.x took two scores for enough and weighed slopes by the variance of intercepts;"
    " today three scores, and slope over its conditional SD, as here"
)
_FROM_ZERO = (
    "a rise from 0 is no percentage (13 people); the package counts it as a gain either way"
)

PUBLISHED = (
    Row("README", f"{BDI} --reliability 0.801 {_KUEHNER} --cutoff c", 40, 21.02, (10, 8, 22, 0, 0)),
    Row("vignette: combined", f"{BDI} --reliability 0.801 --cutoff a", 40, 19.16,
        (10, 8, 22, 0, 0)),
    Row("vignette: combined", f"{BDI} --method anchor --mid 7 --cutoff a", 40, 19.16,
        (13, 12, 11, 4, 0)),
    Row("reference: cs_combined", f"{BDI} --reliability 0.8 {EIGHT}", 40, 21.6, (10, 8, 22, 0, 0)),
    Row("vignette: distribution", f"{BDI} --reliability 0.801", 40, None, (0, 18, 22, 0, 0)),
    Row("vignette: distribution", f"{BDI} --reliability 0.801 --method HA", 40, None,
        (0, 25, 15, 0, 0)),
    Row("vignette: distribution", f"{BDI} --method HLM", 40, None, (0, 5, 32, 3, 0)),
    Row("vignette: anchor", f"{BDI} --method anchor --mid 7", 40, None, (0, 25, 11, 4, 0)),
    Row("vignette: percentage", f"{BDI} --method percentage --percent 50", 40, None,
        (0, 11, 29, 0, 0)),
    Row("reference: cs_percentage", f"{HAMD} --method percentage --percent 30", 40, None,
        (0, 25, 15, 0, 0)),
    Row("tests: cs_percentage", f"{HAMD} --method percentage --percent 50", 40, None,
        (0, 16, 24, 0, 0)),
    Row("by the formula of calc_percentage", f"{WHO} --method percentage --percent 30", 40, None,
        (0, 28, 9, 3, 0), (0, 17, 7, 3, 0), _FROM_ZERO),
    Row(_DISTRIBUTION, f"{HAMD} --method JT", 40, None, (0, 29, 10, 1, 0)),
    Row(_DISTRIBUTION, f"{HAMD} --method EN", 40, None, (0, 32, 5, 3, 0)),
    Row(_DISTRIBUTION, f"{HAMD} --method HLL", 40, None, (0, 12, 16, 12, 0)),
    Row(_DISTRIBUTION, f"{HAMD} --method GLN", 40, None, (0, 29, 10, 1, 0)),
    Row(_DISTRIBUTION, f"{HAMD} --method NK --reliability-post 0.5", 40, None, (0, 28, 11, 1, 0)),
    Row(_DISTRIBUTION, f"{HAMD} --method HA", 40, None, (0, 32, 7, 1, 0)),
    Row(_DISTRIBUTION, f"{HAMD} --method HLM", 40, None, (0, 11, 20, 9, 0)),
    Row(_COMBINED, f"{HAMD} {EIGHT} --method JT", 40, 19.89, (26, 3, 10, 1, 0)),
    Row(_COMBINED, f"{HAMD} {EIGHT} --method GLN", 40, 19.89, (26, 3, 10, 1, 0)),
    Row(_COMBINED, f"{HAMD} {EIGHT} --method HLL", 40, 19.89, (12, 0, 16, 11, 1)),
    Row(_COMBINED, f"{HAMD} {EIGHT} --method EN", 40, 19.89, (26, 6, 5, 3, 0)),
    Row(_COMBINED, f"{HAMD} {EIGHT} --method NK --reliability-post 0.5", 40, 19.89,
        (26, 2, 11, 1, 0)),
    Row(_COMBINED, f"{HAMD} {EIGHT} --method HA", 40, 20.21, (23, 9, 7, 1, 0)),
    Row(_COMBINED, f"{HAMD} {EIGHT} --method HLM", 40, 19.89, (10, 1, 20, 9, 0)),
    Row(_OLD, f"{GDS} --method JT", 26, None, (10, 4, 12, 0, 0)),
    Row(_OLD, f"{GDS} --method GLN", 26, None, (12, 4, 10, 0, 0)),
    Row(_OLD, f"{GDS} --method HLL", 26, None, (7, 0, 11, 8, 0)),
    Row(_OLD, f"{GDS} --method EN", 26, None, (12, 5, 9, 0, 0)),
    Row(_OLD, f"{GDS} --method NK", 26, None, (12, 4, 10, 0, 0)),
    Row(_OLD, f"{GDS} --method HA", 26, None, (7, 10, 9, 0, 0), (6, 11, 9, 0, 0), _CLINICAL_FIRST),
    Row(_OLD, f"{BDI} --reliability 0.8 {EIGHT} --method HA", 40, 21.57, (8, 17, 15, 0, 0),
        (7, 18, 15, 0, 0), _CLINICAL_FIRST),
    Row(_OLD, ANXIETY, 112, None, (42, 6, 66, 1, 0), (21, 0, 67, 23, 1), _OTHER_MODEL),
)  # fmt: skip
