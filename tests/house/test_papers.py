"""What the README promises exists, and no file speaks of the machine it was written on."""

import re
from pathlib import Path

import click

from clinic.cli import clinic
from tests.cast import ROOT
from tests.house.reading import committed

SHELL = re.compile(r"^```sh\n(.*?)^```|`([^`\n]+)`", re.DOTALL | re.MULTILINE)
MAKE = re.compile(r"^make ([a-z-]+)", re.MULTILINE)
COMMAND = re.compile(
    r"(?:\.venv/bin/|^|`)clinic ((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)*)", re.MULTILINE
)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")
SETTING = re.compile(r"`(CLINIC_[A-Z_]+)")
MACHINE = re.compile(r"(?<![\w.}])/(?:work|root|tmp|home)/\w")
PACKAGE_HOST = re.compile(
    r"--(?:extra-)?index-url[ =]\S*//|--trusted-host[ =]\S|--find-links[ =]\S|"
    r"https?://[^\s/]*(?:artifactory|nexus|devpi|pypi-proxy|mirror)",
    re.IGNORECASE,
)
TEXT = {".py", ".md", ".html", ".css", ".js", ".yaml", ".toml", ".txt", ".mako", ".svg", ""}


def papers() -> list[Path]:
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]


def missing_targets(text: str) -> set[str]:
    made = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    code = "\n".join(block or words for block, words in SHELL.findall(text))
    return set(MAKE.findall(code)) - made


def missing_commands(text: str) -> set[str]:
    return {words for words in COMMAND.findall(text) if not _leads_somewhere(words.split())}


def _leads_somewhere(words: list[str]) -> bool:
    command: click.Command = clinic
    for word in words:
        if not isinstance(command, click.Group):
            return True
        if word not in command.commands:
            return False
        command = command.commands[word]
    return True


def missing_files(text: str, folder: Path) -> set[str]:
    return {link for link in LINK.findall(text) if not (folder / link).exists()}


def unknown_settings(text: str) -> set[str]:
    sources = (path for folder in ("clinic", "tests") for path in (ROOT / folder).glob("**/*.py"))
    known = "".join(path.read_text() for path in sources)
    return {name for name in SETTING.findall(text) if name not in known}


def test_every_command_and_file_that_the_papers_name_exists() -> None:
    assert missing_targets("`make coffee`") == {"coffee"}
    assert missing_targets("```sh\nmake tea   # soon\n```") == {"tea"}
    assert missing_commands("`clinic coffee`") == {"coffee"}
    assert missing_commands("`clinic db coffee`") == {"db coffee"}
    assert missing_files("[x](docs/none.md)", ROOT) == {"docs/none.md"}
    assert unknown_settings("`CLINIC_" + "COFFEE`")
    for paper in papers():
        text = paper.read_text(encoding="utf-8")
        assert missing_targets(text) == set(), paper.name
        assert missing_commands(text) == set(), paper.name
        assert missing_files(text, paper.parent) == set(), paper.name
        assert unknown_settings(text) == set(), paper.name


def test_no_file_holds_a_path_of_a_machine_or_the_address_of_a_package_host() -> None:
    samples = ["/".join(("", place, "x")) for place in ("work", "root", "tmp", "home")]
    assert all(MACHINE.search(sample) for sample in samples)
    assert PACKAGE_HOST.search("--index-url " + "https://packages.example.org")
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in committed()
        if path.suffix in TEXT
        for pattern in (MACHINE, PACKAGE_HOST)
        for match in [pattern.search(path.read_text(encoding="utf-8", errors="replace"))]
        if match
    ]
    assert found == []
