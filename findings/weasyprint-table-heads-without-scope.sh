#!/usr/bin/env bash
# WeasyPrint 70.0, PDF/UA: the cells of a head are tagged /TH without /Scope although HTML says
# scope="col", and a table with role="presentation" is tagged as a table all the same. A checker of
# PDF/UA-1 warns of the first and calls the second an error.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet weasyprint==70.0 pikepdf==10.18.0
"$folder/venv/bin/python" - <<'PYTHON'
from io import BytesIO

import pikepdf
import weasyprint

page = """<html lang="en"><title>T</title>
<table><thead><tr><th scope="col">Day<th scope="col">Note</thead><tbody><tr><th scope="row">Mon<td>calm</table>
<table role="presentation"><tr><td>never<td>always</table>"""
pdf = weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
kinds, scopes = [], []
with pikepdf.open(BytesIO(pdf)) as opened:
    for each in opened.objects:
        if isinstance(each, pikepdf.Dictionary) and "/S" in each:
            kinds.append(str(each.S))
            if each.S == "/TH":
                given = each.get("/A", pikepdf.Array())
                given = given if isinstance(given, pikepdf.Array) else [given]
                scopes += [str(part.Scope) for part in given if "/Scope" in part]
print("WeasyPrint", weasyprint.__version__)
print("tables tagged:", kinds.count("/Table"), "heads:", kinds.count("/TH"), "scopes:", scopes)
assert kinds.count("/Table") == 2, "a table for layout is no longer tagged"
assert kinds.count("/TH") == 3 and scopes == [], "scopes are written now"
PYTHON
