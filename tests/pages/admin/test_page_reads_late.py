"""The trail tells an administrator since when reads wait that cannot be written."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from clinic.domain.access import Action
from clinic.domain.clinic.trail import PageRead
from clinic.web.page_reads import write_down
from clinic.web.request_context import hearth
from tests.cast import NOW, Cast
from tests.client import Person

As = Callable[[str], Person]


def test_reads_that_wait_are_told_and_those_of_a_moment_are_not(
    app: Flask, as_: As, cast: Cast
) -> None:
    ada, reads = as_("ada"), hearth(app).page_reads
    assert write_down(hearth(app))
    reads.add(PageRead(NOW - timedelta(minutes=5), cast.accounts["theresa"].id, Action.RISK_READ))
    assert "They wait in memory" in ada.get("admin.audit.index").text
    assert write_down(hearth(app))
    page = ada.get("admin.audit.index")
    assert "They wait in memory" not in page.text
    assert "Read: risk cases" in page.text
