"""S13: forty ways to let the printing child fetch or attach something: none is followed."""

from pathlib import Path

import pytest

from tests.printing.test_sealed import PLAIN, is_refused, listener

__all__ = ["listener"]

WAYS = {
    "image": "<img src='{}'>",
    "image, more than one": "<img srcset='{} 2x' src='{}'>",
    "embedded": "<embed src='{}'>",
    "object": "<object data='{}'></object>",
    "style": "<link rel=stylesheet href='{}'>",
    "style for print": "<link rel=stylesheet media=print href='{}'>",
    "import": "<style>@import url({});</style>",
    "import as text": "<style>@import '{}' print;</style>",
    "background": "<p style='background: url({})'>x",
    "background of a page": "<style>@page {{ background: url({}) }}</style>",
    "margin of a page": "<style>@page {{ @top-left {{ content: url({}) }} }}</style>",
    "bullet": "<ul style='list-style-image: url({})'><li>x</ul>",
    "words before": "<style>p::before {{ content: url({}) }}</style><p>x",
    "border": "<p style='border: 1px solid; border-image: url({}) 1'>x",
    "font": "<style>@font-face {{ font-family: F; src: url({}) }} p {{ font-family: F }}</style>x",
    "drawing": "<svg width=9 height=9><image href='{}' width=9 height=9 /></svg>",
    "attachment": "<link rel=attachment href='{}'>",
    "attached link": "<a rel=attachment href='{}'>x</a>",
    "base": "<base href='{}'><img src=a.png>",
    "style after a base": "<base href='{}'><link rel=stylesheet href=a.css>",
}
MAY_IGNORE = {"embedded", "image, more than one", "border", "words before", "margin of a page"}
"""Ways that this version may not know: then nothing is asked for, and nothing is refused."""
PAYLOADS = [(way, is_file) for way in WAYS for is_file in (False, True)]


@pytest.mark.parametrize(("way", "is_file"), PAYLOADS)
def test_s13_nothing_is_fetched_and_nothing_attached(
    listener: tuple[str, list[str]], tmp_path: Path, way: str, is_file: bool
) -> None:
    address, asked = listener
    secret = tmp_path / "secret"
    secret.write_text("p::after { content: 'the secret' }")
    target = secret.as_uri() if is_file else address
    refused = is_refused(PLAIN + WAYS[way].format(target, target))
    assert refused or way in MAY_IGNORE
    assert asked == []


def test_s13_there_are_forty_of_them() -> None:
    assert len(PAYLOADS) == 40
