#!/usr/bin/env bash
# fhirpathpy 2.2.4: sum() over the answers of a QuestionnaireResponse, which is how a total score is
# written in FHIRPath, ends in a TypeError for two answers and more. Without the model of the release,
# which is left out by default, the same answers asked for as `value` come to 0, the best score there
# is. Added up by aggregate() they come out right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet fhirpathpy==2.2.4
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from fhirpathpy import evaluate
from fhirpathpy.models import models

answers = [{"linkId": str(n), "answer": [{"valueInteger": 2}]} for n in range(9)]
filled = {"resourceType": "QuestionnaireResponse", "status": "completed", "item": answers}


def told(expression, model=None):
    try:
        return evaluate(filled, expression, {}, model)
    except TypeError as error:
        return f"TypeError: {error}"


print("fhirpathpy", version("fhirpathpy"))
named = told("item.answer.valueInteger.sum()")
chosen = told("item.answer.value.sum()", models["r4"])
bare = told("item.answer.value.sum()")
added = told("item.answer.value.aggregate($this + $total, 0)", models["r4"])
print("valueInteger.sum():", named)
print("value.sum() with the model of R4:", chosen)
print("value.sum() without a model:", bare)
print("value.aggregate($this + $total, 0):", added)
assert str(chosen).startswith("TypeError") and str(named).startswith("TypeError"), "sum() adds now"
assert bare == [0] and added == [18]
PYTHON
