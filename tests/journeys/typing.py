"""Typing from paper with the keyboard alone."""

from playwright.sync_api import Page

COUNTER = """
const count = ({ type }) => sessionStorage.setItem(type, Number(sessionStorage.getItem(type)) + 1);
addEventListener("keydown", count, true);
addEventListener("pointerdown", count, true);
"""


def press(page: Page, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)
