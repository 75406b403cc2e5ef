"""Content is read back before it is kept: what would not read as it was meant is refused."""

from clinic.content.instrument_forms import read_draft
from clinic.content.part_drafts import Checked, DraftPart, read_part
from clinic.domain.errors import Refused
from clinic.domain.measures.instruments import Instrument
from clinic.domain.text import N_


def check_part_reads(part: DraftPart, text: str) -> Checked:
    """Read the text of a program, a sheet or an exercise as every page will; refuse a fault."""
    checked = read_part(part, text)
    if checked.faults:
        fault = checked.faults[0]
        raise Refused(
            N_("Line %(line)s of %(file)s could not be read back: %(message)s. Nothing was kept."),
            {"line": fault.line, "file": fault.file, "message": fault.message},
            "source",
        )
    return checked


def check_instrument_reads(instrument: Instrument, text: str) -> None:
    """Read the text of a questionnaire as every page will; refuse what reads as another one."""
    if read_draft(text, instrument.key).instrument != instrument:
        raise Refused(
            N_("This text does not read back as the measure that was meant. Nothing was kept."),
            field="source",
        )
