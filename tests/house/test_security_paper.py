"""The papers on security and safety: each line is held by a test that there is, or by a page."""

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest

from tests.cast import ROOT

SECURITY, SAFETY = (ROOT / "docs" / name for name in ("security.md", "clinical-safety.md"))
GOALS = {f"S{number}" for number in range(1, 20)}
_TEST = re.compile(r"`(tests/[^`]+)`")
_PAGE = re.compile(r"\[[^\]]*\d{4}-\d\d-\d\d\]\(([\w.-]*)#([\w-]+)\)")
_CLAIMS = re.compile(
    r"\b(?:is|are|fully|HIPAA|GDPR|ASVS|DCB0129)[- ](?:compliant|certified)\b", re.I
)


def rows(page: Path) -> list[list[str]]:
    """Give the cells of every table, without headings and lines."""
    lines = (line for line in page.read_text().splitlines() if line.startswith("| "))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@cache
def names_in(path: Path) -> frozenset[str]:
    """Name the tests of a file; none where it is not there."""
    if not path.is_file():
        return frozenset()
    nodes = ast.walk(ast.parse(path.read_text()))
    found = (node.name for node in nodes if isinstance(node, ast.FunctionDef))
    return frozenset(name for name in found if name.startswith("test_"))


def is_there(link: str) -> bool:
    path, _, name = link.partition("::")
    found = names_in(ROOT / path)
    return name in found if name else bool(found)


def anchors(page: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def is_written(page: str, anchor: str) -> bool:
    return anchor in anchors(ROOT / "docs" / page if page else SECURITY)


def faults(page: Path) -> list[str]:
    return [link for link in _TEST.findall(page.read_text()) if not is_there(link)]


@pytest.mark.parametrize("page", [SECURITY, SAFETY], ids=lambda page: page.name)
def test_every_test_that_is_named_is_there(page: Path) -> None:
    assert not is_there("tests/none.py")
    assert not is_there("tests/house/test_security_paper.py::test_none")
    assert _TEST.search(page.read_text())
    assert faults(page) == []


def test_every_line_of_the_standard_is_held() -> None:
    lines = [row for row in rows(SECURITY) if re.fullmatch(r"\d+\.\d+\.\d+", row[0])]
    assert len({row[0] for row in lines}) == len(lines) > 180
    assert {row[1] for row in lines} == {"1", "2"}
    for number, _level, words, held in lines:
        pages = _PAGE.findall(held)
        assert words, number
        assert _TEST.search(held) or pages, number
        assert [page for page in pages if not is_written(*page)] == [], number


def test_every_goal_and_every_hazard_is_held() -> None:
    goals = {row[0]: row[-1] for row in rows(SECURITY) if re.fullmatch(r"S\d+", row[0])}
    assert set(goals) == GOALS
    assert all(_TEST.search(held) or _PAGE.search(held) for held in goals.values())
    hazards = [row for row in rows(SAFETY) if re.match(r"H\d+ ", row[0])]
    assert [row[0].split()[0] for row in hazards] == [f"H{n + 1}" for n in range(len(hazards))]
    assert len(hazards) >= 12
    assert all(len(row) == 6 and all(row) and _TEST.search(row[-1]) for row in hazards)


def test_no_paper_claims_what_only_others_can_say() -> None:
    assert _CLAIMS.search("Hearth is compliant")
    papers = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    assert [paper.name for paper in papers if _CLAIMS.search(paper.read_text())] == []


def test_the_list_of_parts_is_that_of_the_pins() -> None:
    told = json.loads((ROOT / "deploy" / "sbom.json").read_text())
    pins = re.findall(
        r"^([\w.-]+)==([\w.+-]+)(?: ; (.+) \\)?",
        (ROOT / "deploy/requirements.txt").read_text(),
        re.M,
    )
    assert told["bomFormat"] == "CycloneDX"
    parts = {
        (part["name"], part["version"], part.get("properties", [{"value": ""}])[0]["value"])
        for part in told["components"]
    }
    assert parts == set(pins)
