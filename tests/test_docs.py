"""The documents against the program: every name they use exists, and nothing is left out."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from clinic.cli import clinic
from clinic.settings import WrongSetting, read_settings
from tests.cast import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FOLDERS = "clinic|tests|deploy|docs|templates|migrations|worksheets|bench"
ADMINISTRATORS = ROOT / "docs" / "administrators.md"

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def commands(group: click.Group, prefix: str = "clinic") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


def rows_of(page: Path, heading: str) -> set[str]:
    """Give the first cells of the table below a heading."""
    section = page.read_text().partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `([^`]+)`", section, re.MULTILINE))


def known_settings() -> set[str]:
    with pytest.raises(WrongSetting) as refused:
        read_settings({"CLINIC_NONE": ""})
    return set(re.findall(r"CLINIC_\w+", str(refused.value).partition("Known are")[2]))


def test_the_table_of_settings_is_that_of_the_program() -> None:
    assert rows_of(ADMINISTRATORS, "Settings") == known_settings()


def test_the_table_of_commands_is_that_of_the_program() -> None:
    assert rows_of(ADMINISTRATORS, "Commands") == {name for name, _ in commands(clinic)}


@each_page
def test_a_page_names_no_command_that_is_not_there(page: Path) -> None:
    known = {name for name, _ in commands(clinic)} | set(clinic.commands)
    code = re.findall(r"`([^`\n]+)`", page.read_text()) + re.findall(
        r"^\.venv/bin/(clinic .*)$", page.read_text(), re.MULTILINE
    )

    named = [words for words in code if words.startswith(("clinic ", ".venv/bin/clinic "))]

    told = [words.removeprefix(".venv/bin/") for words in named]
    assert [it for it in told if it != "clinic --help" and not it.startswith(tuple(known))] == []


def test_the_import_that_is_shown_uses_options_that_exist() -> None:
    (shown,) = re.findall(r"clinic import-scores [^`]+?\n```", ADMINISTRATORS.read_text())
    options = {
        option
        for each in dict(commands(clinic))["clinic import-scores"].params
        for option in each.opts
    }

    assert set(re.findall(r"--[a-z-]+", shown)) <= options


@each_page
def test_a_page_names_no_setting_that_is_not_there(page: Path) -> None:
    named = set(re.findall(r"CLINIC_[A-Z_]+", page.read_text()))

    assert {name for name in named if not name.startswith("CLINIC_TEST_")} <= known_settings()


@each_page
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text())

    assert [link for link in links if not (page.parent / link).exists()] == []


@each_page
def test_every_path_that_is_named_exists(page: Path) -> None:
    paths = re.findall(rf"`((?:{FOLDERS})/[\w./-]+)`(?! \(new\))", page.read_text())

    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_a_write_walks_through_four_files_at_most_and_a_read_through_three() -> None:
    developers = (ROOT / "docs" / "developers.md").read_text(encoding="utf-8")
    section = developers.partition("## Three walks\n")[2].partition("\n## ")[0]
    rows = [line.split("|")[2:4] for line in section.splitlines() if "`" in line]
    walks = [re.findall(r"`([^`]+)`", cell) for row in rows for cell in row]
    assert [len(walk) for walk in walks] == [4, 3] * 3
    for view, *between, model in walks:
        *_, last = between
        assert [path for path in between if not _imports(view, path)] == []
        assert _imports(last, model)


def _imports(path: str, other: str) -> bool:
    name = other.removesuffix(".py").replace("/", ".")
    return re.search(rf"^from {name} import ", (ROOT / path).read_text(), re.MULTILINE) is not None


def test_the_readme_leads_to_every_document() -> None:
    linked = set(re.findall(r"\]\((docs/[^)#]+)", (ROOT / "README.md").read_text()))

    assert linked == {f"docs/{page.name}" for page in PAGES[1:]}
