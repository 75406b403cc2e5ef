"""PDFs that go out as answers and come in as files."""

from contextlib import closing

from flask import make_response, request
from werkzeug import Response


def pdf_answer(pdf: bytes, name: str) -> Response:
    """Show a PDF under a name that may lie in anybody's folder of downloads."""
    answer = make_response(pdf)
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def file_sent(most: int) -> bytes:
    """Give the file of an upload, at most one byte more than it may have, and close it."""
    file = request.files.get("file")
    if file is None:
        return b""
    with closing(file):
        content: bytes = file.read(most + 1)
    return content
