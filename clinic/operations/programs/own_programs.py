"""The clinic's own programs: copied, edited part by part, imported and offered.

Every deed makes a new version or changes which one is offered. No version is ever changed in place,
so that whatever runs on it goes on as it began.
"""

import re
from dataclasses import dataclass, replace
from itertools import count
from typing import TypeVar, assert_never

from sqlalchemy import func, select, update
from sqlalchemy.orm import selectinload

from clinic.content.part_drafts import Checked, DraftPart, PartKind, read_part, renamed
from clinic.content.program_files import ReadProgram
from clinic.db import Db, lock, operation
from clinic.domain.access import Actor
from clinic.domain.errors import Refused, Stale, Unreadable
from clinic.domain.programs.programs import Program as Plan
from clinic.domain.programs.programs import digest_of
from clinic.domain.text import N_
from clinic.lookups.programs.read_back import check_part_reads
from clinic.models.programs import ExerciseRow, InstrumentRow, ProgramRow, WorksheetRow

SheetOrExercise = TypeVar("SheetOrExercise", WorksheetRow, ExerciseRow)

LONGEST_SLUG = 60
OWN = "own-"
"""Begins the slug of every copy, so that no program that ships can come to bear the same."""


@dataclass(frozen=True, slots=True)
class _Version:
    """A program as it is about to be stored."""

    slug: str
    title: str
    source: str
    exercises: list[ExerciseRow]
    worksheets: list[WorksheetRow]
    instruments: list[InstrumentRow]

    @property
    def digest(self) -> str:
        exercises = sorted((part.slug, part.content_hash) for part in self.exercises)
        worksheets = sorted((part.code, part.content_hash) for part in self.worksheets)
        instruments = sorted((part.key, part.content_hash) for part in self.instruments)
        hashes = (digest for _name, digest in (*exercises, *worksheets, *instruments))
        return digest_of(self.source, *hashes)


@operation
def copy_program(db: Db, actor: Actor, program: ProgramRow, title: str) -> ProgramRow:
    """Make the clinic's own copy of a program under another title."""
    if db.scalar(
        select(ProgramRow.id).where(func.lower(ProgramRow.title) == title.lower()).limit(1)
    ):
        raise Refused(N_("There is already a program with this title."), field="title")
    base = _with_parts(db, program)
    slug, title = _free_slug(db, title), " ".join(title.split())
    copied = replace(_version_of(base), slug=slug, title=title)
    return _add(db, actor, replace(copied, source=_renamed(base, slug, title)), base, "")


@operation
def save_part(
    db: Db,
    actor: Actor,
    program: ProgramRow,
    part: WorksheetRow | ExerciseRow | None,
    draft: Checked,
    note: str,
) -> ProgramRow:
    """Store an edited text as a new version of its part, and of the clinic's program that names it.

    A worksheet or exercise under a new name is added beside the one that was edited.
    """
    _check_newest(db, program)
    base = _with_parts(db, program)
    before = base.source if part is None else part.source
    if draft.text.strip() == before.strip():
        raise Refused(N_("Nothing was changed, so there is no new version."), field="source")
    version = _version_of(base)
    match draft.part.kind:
        case PartKind.PROGRAM:
            title = version.title if draft.content is None else draft.content.title
            version = replace(version, source=draft.text, title=title)
        case PartKind.WORKSHEET:
            sheets = _swapped(db, actor, version.worksheets, part, draft)
            version = replace(version, worksheets=sheets)
        case PartKind.EXERCISE:
            exercises = _swapped(db, actor, version.exercises, part, draft)
            version = replace(version, exercises=exercises)
        case _:
            assert_never(draft.part.kind)
    return _add(db, actor, version, base, note)


@operation
def use_instrument(
    db: Db, actor: Actor, program: ProgramRow, instrument: InstrumentRow, source: str, note: str
) -> ProgramRow:
    """Ask a version of an instrument in the clinic's program from its next version on.

    Another version of the same instrument gives way to it; `source` is the plan, which may name it.
    """
    _check_newest(db, program)
    base = _with_parts(db, program)
    version = _version_of(base)
    kept = [part for part in version.instruments if part.key != instrument.key]
    version = replace(version, source=source, instruments=[*kept, instrument])
    return _add(db, actor, version, base, note)


@operation
def import_program(db: Db, actor: Actor, read: ReadProgram, note: str) -> ProgramRow:
    """Take in a program from a file; one that stands here already, to the letter, is given back."""
    instruments = [
        _instrument(db, key, digest) for key, digest in sorted(read.file.instruments.items())
    ]
    version = _Version(
        slug=read.program.slug,
        title=read.program.title,
        source=read.file.program,
        exercises=[
            _stored(db, actor, ExerciseRow, part.title, read.sources[slug], slug=slug)
            for slug, part in sorted(read.exercises.items())
        ],
        worksheets=[
            _stored(
                db, actor, WorksheetRow, part.title, read.sources[code], code=code, slug=part.slug
            )
            for code, part in sorted(read.worksheets.items())
        ],
        instruments=instruments,
    )
    same = select(ProgramRow).where(
        ProgramRow.slug == version.slug, ProgramRow.content_hash == version.digest
    )
    return db.scalar(same) or _add(db, actor, version, None, note)


@operation
def offer_program(db: Db, actor: Actor, program: ProgramRow, *, is_offered: bool) -> ProgramRow:
    """Let new cohorts begin with this version of an own program and with no other, or with none."""
    if not program.is_own:
        raise Refused(N_("Programs that ship with Hearth are offered as they are taken in."))
    if is_offered:
        check_part_reads(DraftPart(PartKind.PROGRAM, program.slug, program.slug), program.source)
    db.execute(
        update(ProgramRow)
        .where(ProgramRow.slug == program.slug, ProgramRow.is_own, ProgramRow.id != program.id)
        .values(is_offered=False)
    )
    program.is_offered = is_offered
    return program


def _renamed(base: ProgramRow, slug: str, title: str) -> str:
    """Write the source under its new name, and read it back: nothing but the name may differ."""
    before = read_part(DraftPart(PartKind.PROGRAM, base.slug, base.slug), base.source).content
    if not isinstance(before, Plan):
        raise Unreadable(base.title)
    source = renamed(base.source, slug, title)
    wanted = replace(before, slug=slug, title=title)
    if read_part(DraftPart(PartKind.PROGRAM, slug, slug), source).content != wanted:
        raise Refused(
            N_("This title contains a character that a program cannot store. Please retype it."),
            field="title",
        )
    return source


def _check_newest(db: Db, program: ProgramRow) -> None:
    lock(db, program)
    family = (ProgramRow.slug == program.slug, ProgramRow.is_own)
    if not program.is_own:
        raise Refused(N_("Copy the program first: what ships with Hearth stays as it is."))
    if db.scalar(select(func.max(ProgramRow.id)).where(*family)) != program.id:
        raise Stale(
            N_(
                "Somebody saved another version since you opened this page. Your text is below: "
                "keep a copy of it, open the newest version and make your change there."
            )
        )


def _with_parts(db: Db, program: ProgramRow) -> ProgramRow:
    return db.scalars(
        select(ProgramRow)
        .where(ProgramRow.id == program.id)
        .options(
            selectinload(ProgramRow.exercises),
            selectinload(ProgramRow.worksheets),
            selectinload(ProgramRow.instruments),
        )
        .execution_options(populate_existing=True)
    ).one()


def _version_of(base: ProgramRow) -> _Version:
    return _Version(
        base.slug,
        base.title,
        base.source,
        list(base.exercises),
        list(base.worksheets),
        list(base.instruments),
    )


def _free_slug(db: Db, title: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "program"
    wanted = OWN + plain[:LONGEST_SLUG].strip("-")
    taken = set(db.scalars(select(ProgramRow.slug).where(ProgramRow.slug.startswith(wanted))))
    numbered = (f"{wanted}-{number}" for number in count(2))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)


def _swapped(
    db: Db,
    actor: Actor,
    parts: list[SheetOrExercise],
    part: WorksheetRow | ExerciseRow | None,
    draft: Checked,
) -> list[SheetOrExercise]:
    kind = type(parts[0])
    names = {"slug": draft.part.slug}
    if kind is WorksheetRow:
        names["code"] = draft.part.name
    title = draft.content.title if draft.content else ""
    stored = _stored(db, actor, kind, title, draft.text, **names)
    before = part.code if isinstance(part, WorksheetRow) else part.slug if part else ""
    # Under a new name it stands beside the one that was edited.
    gone: int | None = part.id if part is not None and draft.part.name == before else None
    kept = [each for each in parts if each.id != gone]
    kept.append(stored)
    return kept


def _stored(
    db: Db, actor: Actor, kind: type[SheetOrExercise], title: str, source: str, **names: str
) -> SheetOrExercise:
    digest = digest_of(source)
    named = {key: value for key, value in names.items() if key == "code" or kind is ExerciseRow}
    row = db.scalar(select(kind).filter_by(content_hash=digest, **named))
    if row is None:
        what = PartKind.WORKSHEET if kind is WorksheetRow else PartKind.EXERCISE
        check_part_reads(DraftPart(what, names.get("code", names["slug"]), names["slug"]), source)
        row = kind(title=title, source=source, content_hash=digest, adopted_at=actor.at, **names)
        db.add(row)
    return row


def _instrument(db: Db, key: str, digest: str) -> InstrumentRow:
    """Find a questionnaire in the version that the file names, or in the newest that is here."""
    found = db.scalars(
        select(InstrumentRow)
        .where(InstrumentRow.key == key)
        .order_by((InstrumentRow.content_hash == digest).desc(), InstrumentRow.id.desc())
    ).first()
    if found is None:
        raise Refused(N_("This clinic has no questionnaire %(key)s."), {"key": key}, "file")
    return found


def _add(db: Db, actor: Actor, version: _Version, base: ProgramRow | None, note: str) -> ProgramRow:
    same = select(ProgramRow.id).where(
        ProgramRow.slug == version.slug, ProgramRow.content_hash == version.digest
    )
    if db.scalar(same) is not None:
        raise Refused(
            N_(
                "This exact text is already among the earlier versions. Open it there and offer "
                "it again."
            ),
            field="source",
        )
    check_part_reads(DraftPart(PartKind.PROGRAM, version.slug, version.slug), version.source)
    row = ProgramRow(
        slug=version.slug,
        title=version.title,
        source=version.source,
        content_hash=version.digest,
        adopted_at=actor.at,
        is_offered=False,
        is_own=True,
        based_on_id=base.id if base else None,
        made_by_id=actor.account_id,
        note=note,
        exercises=version.exercises,
        worksheets=version.worksheets,
        instruments=version.instruments,
    )
    db.add(row)
    return row
