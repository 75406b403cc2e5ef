#!/usr/bin/env bash
# PyMuPDF 2.0: a list in a form whose first option is empty, as every list has that may be left
# unanswered, cannot be written to: update() of its own widget, with a value that the list offers,
# ends in an AssertionError about the list. Without the empty option the same list takes the value.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pymupdf==2.0 weasyprint==70.0
"$folder/venv/bin/python" - <<'PYTHON'
import pymupdf
import weasyprint


def answer(options):
    page = f'<html lang="en"><title>Diary</title><select name="drive">{options}</select>'
    form = weasyprint.HTML(string=page).write_pdf(pdf_forms=True)
    with pymupdf.open(stream=form) as opened:
        first = opened[0]
        widget = next(first.widgets())
        print("offers:", widget.choice_values)
        widget.field_value = "5"
        try:
            widget.update()
        except AssertionError as error:
            return f"AssertionError: {error}"
        return widget.field_value


print("PyMuPDF", pymupdf.__version__)
two = '<option value="5">five</option><option value="6">six</option>'
without, with_empty = answer(two), answer(f'<option value=""></option>{two}')
print("without an empty option:", without, "| with one:", with_empty)
assert without == "5"
assert with_empty.startswith("AssertionError: bad choice field list"), "it takes the value now"
PYTHON
