"""What a page or a PDF says, in whatever form it comes."""

import io

from pypdf import PdfReader

KINDS = [
    "first",
    "family",
    "phone",
    "mail",
    "reason",
    "account",
    "private",
    "shared",
    "answer",
    "action",
    "contact",
    "charted",
    "waited",
    *("found", "decided", "unwilling", "kin", "access", "broke"),
]
"""The kinds of words that the furniture plants for each client, as `kind-canary-name`."""


def read(body: bytes) -> str:
    """Give the words of a page or of a PDF, in lower case and without breaks in lines."""
    if body.startswith(b"%PDF"):
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    else:
        text = body.decode(errors="replace")
    return text.lower()
