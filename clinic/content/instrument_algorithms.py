"""The algorithms of an instrument file: criteria, and the findings that rest on them."""

from clinic.content.instrument_scales import read_source
from clinic.content.sections import FileSection
from clinic.domain.measures.instruments import Algorithm, Criterion, Finding


def read_algorithms(section: FileSection, item_count: int) -> tuple[Algorithm, ...]:
    """Read every algorithm; its key stands beside those of the scales."""
    algorithms = tuple(_algorithm(each, item_count) for each in section.sections("algorithms"))
    if len({each.key for each in algorithms}) < len(algorithms):
        section.fault("algorithms", "each algorithm with a key of its own")
    return algorithms


def _algorithm(section: FileSection, item_count: int) -> Algorithm:
    criteria = tuple(_criterion(each, item_count) for each in section.sections("criteria"))
    known = {criterion.key for criterion in criteria}
    if len(known) < len(criteria) or not criteria:
        section.fault("criteria", "criteria, each with a key of its own")
    findings = tuple(_finding(each, known) for each in section.sections("findings"))
    if not findings:
        section.fault("findings", "findings, at least one")
    algorithm = Algorithm(
        key=section.text("key", 40),
        title=section.text("title", 80),
        criteria=criteria,
        findings=findings,
        otherwise=Finding(
            section.text("otherwise_key", 40, default="none"), section.text("otherwise", 120)
        ),
        source=read_source(section),
    )
    section.done()
    return algorithm


def _criterion(section: FileSection, item_count: int) -> Criterion:
    items = section.wholes("items", 1, item_count)
    at_least = section.whole("at_least", 0, 100)
    thresholds = dict.fromkeys(items, at_least)
    exceptions = section.section("except")
    for key in exceptions.all_keys() if exceptions is not None else ():
        assert exceptions is not None  # noqa: S101 - it has keys
        if not key.isdecimal() or int(key) not in thresholds:
            exceptions.fault(key, "an item of this criterion and its own threshold, as 9: 1")
            continue
        thresholds[int(key)] = exceptions.whole(key, 0, 100)
    if not items or len(thresholds) < len(items):
        section.fault("items", "items, each once")
    criterion = Criterion(
        key=section.text("key", 40),
        title=section.text("title", 120),
        thresholds=tuple(thresholds.items()),
        need=section.whole("need", 1, max(len(items), 1)),
    )
    section.done()
    return criterion


def _finding(section: FileSection, known: set[str]) -> Finding:
    criteria = section.texts("criteria")
    if not criteria or set(criteria) - known:
        section.fault("criteria", f"some of the criteria {', '.join(sorted(known))}")
    finding = Finding(section.text("key", 40), section.text("label", 120), criteria)
    section.done()
    return finding
