"""A reader of tags: what a checker of the machine-checkable rules of PDF/UA-1 finds in a PDF."""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from pdfua import validate
from pikepdf import Pdf, PdfError


def is_tagged(pdf: bytes) -> bool:
    """Say whether it has tags at all; a stand-in for a printed file has none."""
    try:
        with Pdf.open(BytesIO(pdf)) as opened:
            return "/StructTreeRoot" in opened.Root
    except PdfError:
        return False


def tag_faults(pdf: bytes) -> list[str]:
    """List what is wrong with the tags, errors and warnings alike."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "printed.pdf")
        path.write_bytes(pdf)
        return [f"{found.rule_id}: {found.message}" for found in validate(str(path)).findings]
