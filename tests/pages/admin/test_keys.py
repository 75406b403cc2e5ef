"""The clinic's keys, as far as an administrator sees them: when they were last changed."""

import os
from collections.abc import Callable
from dataclasses import replace

from flask import Flask

from clinic.db import Db
from clinic.domain.access import Actor
from clinic.operations.clinic.keys import begin_new_keys, finish_new_keys
from tests.cast import NOW
from tests.client import Page, Person

As = Callable[[str], Person]


def shown(as_: As) -> Page:
    return as_("ada").get("admin.backups.index")


def test_keys_that_were_never_changed_come_with_the_command(as_: As) -> None:
    page = shown(as_)
    assert "have never been changed" in page.html
    assert "clinic keys rotate" in page.html


def test_a_change_is_told_with_its_time(as_: As, db: Db) -> None:
    begin_new_keys(db, Actor(None, NOW))
    assert "have never been changed" in shown(as_).html
    finish_new_keys(db, Actor(None, NOW))
    page = shown(as_)
    assert "last changed on" in page.html
    assert "clinic keys rotate" not in page.html


def test_a_change_that_has_not_finished_is_told(as_: As, app: Flask) -> None:
    held = app.extensions["hearth"]
    ring = held.keys.begin_change(os.urandom)
    databases = held.databases
    databases.configure(info={**databases.kw["info"], "keys": ring})
    app.extensions["hearth"] = replace(held, key_source=ring)
    page = shown(as_)
    assert "are being changed" in page.html
    assert "clinic keys rotate" in page.html
