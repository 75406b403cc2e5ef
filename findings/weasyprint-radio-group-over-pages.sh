#!/usr/bin/env bash
# WeasyPrint 70.0: a group of radio buttons that runs over a page becomes two groups of one name, so
# that one can be chosen in each; and every button answers with its place instead of its value.
# A reader that trusts the name alone takes the second group for a fault of the file.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet weasyprint==70.0 pikepdf==10.18.0
"$folder/venv/bin/python" - <<'PYTHON'
from io import BytesIO

import pikepdf
import weasyprint

buttons = "".join(f'<p style="height: 4cm"><input type="radio" name="day" value="v{n}">' for n in range(12))
pdf = weasyprint.HTML(string=f"<form>{buttons}</form>").write_pdf(pdf_forms=True)
with pikepdf.open(BytesIO(pdf)) as opened:
    groups = [field for field in opened.Root.AcroForm.Fields if "/Kids" in field]
    names = [str(group.T) for group in groups]
    states = [sorted(set(map(str, group.Kids[0].AP.N.keys())) - {"/Off"}) for group in groups]
    values = [[str(value) for value in group.Opt] for group in groups]
print("WeasyPrint", weasyprint.__version__)
print("groups:", names)
print("first button of each answers:", states, "and its values stand in /Opt:", values)
assert len(names) > 1 and set(names) == {"day"}, "no longer one group a page"
assert all(state == ["/0"] for state in states), "no longer numbered from 0 in each group"
assert values[0][0] == "v0" and values[1][0] != "v0"
PYTHON
