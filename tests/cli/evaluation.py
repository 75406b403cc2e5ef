"""Published data, and the command that evaluates it."""

import json
from typing import Any

from tests.cast import ROOT
from tests.cli.conftest import Console

DATA = ROOT.parent / "shared" / "data"


def evaluate(console: Console, words: str) -> dict[str, Any]:
    name, *options = words.split()
    answer = console("evaluate", DATA / name, *options, "--json")
    assert answer.status == 0, answer.err
    found: dict[str, Any] = json.loads(answer.out)
    return found
