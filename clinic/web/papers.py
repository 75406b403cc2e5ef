"""A PDF as the answer to a request."""

from flask import make_response
from werkzeug import Response


def pdf_answer(pdf: bytes, name: str) -> Response:
    """Show a PDF under a name that may lie in anybody's folder of downloads."""
    answer = make_response(pdf)
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
