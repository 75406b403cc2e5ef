"""The rights record, the license and the codes for exchange of an instrument file."""

from datetime import date

from clinic.content.sections import FileSection
from clinic.domain.horizon import FIRST_DAY, read_day
from clinic.domain.measures.instruments import Item, Loinc, Option
from clinic.domain.measures.rights import License, Rights, RightsClass, WordingMedium


def read_rights(section: FileSection) -> Rights | None:
    """Read the rights record, which every instrument has."""
    found = section.section("rights")
    if found is None:
        section.fault("rights", "rights, with class, holder, terms, source, date and media")
        return None
    rights = Rights(
        class_=found.word("class", RightsClass),
        holder=found.text("holder", 200),
        terms=found.text("terms", 600),
        source=found.text("source", 300),
        date=_day(found, "date").isoformat(),
        notice=found.text("notice", 600, default=""),
        media=_media(found),
    )
    found.done()
    return rights


def read_license(section: FileSection) -> License | None:
    """Read what a clinic was allowed for a wording of its own, where it brought one."""
    found = section.section("license")
    if found is None:
        return None
    license_ = License(
        by=found.text("by", 200),
        reference=found.text("reference", 300),
        media=_media(found),
        until=_day(found, "until") if found.has("until") else None,
    )
    found.done()
    return license_


def read_loinc(
    section: FileSection, items: tuple[Item, ...], options: tuple[Option, ...]
) -> Loinc | None:
    """Read the codes for exchange, where there are some."""
    found = section.section("loinc")
    if found is None:
        return None
    item_codes, answer_codes = found.texts("items"), found.texts("answers")
    if item_codes and len(item_codes) != len(items):
        found.fault("items", "one code an item")
    if answer_codes and len(answer_codes) != len(options):
        found.fault("answers", "one code an answer")
    loinc = Loinc(
        panel=found.text("panel", 20),
        total=found.text("total", 20),
        items=tuple(zip((item.number for item in items), item_codes, strict=False)),
        answers=tuple(zip((option.value for option in options), answer_codes, strict=False)),
        unverified=frozenset(found.texts("unverified")),
    )
    found.done()
    return loinc


def _media(section: FileSection) -> frozenset[WordingMedium]:
    words = section.texts("media")
    if set(words) - set(WordingMedium):
        section.fault("media", f"media to be some of {', '.join(WordingMedium)}")
    return frozenset(WordingMedium(word) for word in words if word in set(WordingMedium))


def _day(section: FileSection, key: str) -> date:
    try:
        return read_day(section.text(key, 10))
    except ValueError:
        section.fault(key, f"{key} as 2026-01-31")
        return FIRST_DAY
