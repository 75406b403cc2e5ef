#!/usr/bin/env bash
# pypdf 7.1.1: a form that is filled as an incremental update ends with a trailer that has no /Info.
# pypdf itself goes back to the older trailer and still tells title and keywords; qpdf, which takes
# the last trailer as the whole, finds none. Whoever keeps the edition of a form in its keywords
# loses it in every file that such a program saved.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pypdf==7.1.1 pikepdf==10.18.0 weasyprint==70.0
"$folder/venv/bin/python" - <<'PYTHON'
from io import BytesIO

import pikepdf
import pypdf
import weasyprint

page = '<html lang="en"><title>Diary</title><meta name="keywords" content="edition-7"><input name="word">'
form = weasyprint.HTML(string=page).write_pdf(pdf_forms=True)


def fill(writer):
    writer.update_page_form_field_values(writer.pages[0], {"word": "calm"}, auto_regenerate=False)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def keywords(pdf):
    with pikepdf.open(BytesIO(pdf)) as opened:
        return str(opened.trailer.Info.Keywords) if "/Info" in opened.trailer else None


whole = fill(pypdf.PdfWriter(clone_from=BytesIO(form)))
update = fill(pypdf.PdfWriter(BytesIO(form), incremental=True))
print("pypdf", pypdf.__version__)
print("keywords read by qpdf: given out", keywords(form), "| saved whole", keywords(whole),
      "| saved as an update", keywords(update))
own = pypdf.PdfReader(BytesIO(update))
print("keywords read by pypdf from the update:", own.metadata.keywords, "| field:", own.get_form_text_fields())
assert keywords(form) == keywords(whole) == "edition-7"
assert keywords(update) is None, "the update carries /Info on now"
assert own.metadata.keywords == "edition-7" and own.get_form_text_fields() == {"word": "calm"}
PYTHON
