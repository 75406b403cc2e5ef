"""Instruments written as text: what is written reads back as the same one."""

import pytest

from clinic.content.instrument_files import load_instruments, parse_instrument
from clinic.content.instrument_writing import write_instrument
from clinic.domain.measures.instruments import Instrument

SHIPPED = list(load_instruments().instruments.values())


@pytest.mark.parametrize("instrument", SHIPPED, ids=lambda one: one.key)
def test_every_shipped_instrument_reads_back_as_it_was_written(instrument: Instrument) -> None:
    text = write_instrument(instrument)
    assert parse_instrument(text, f"{instrument.key}.yaml") == instrument
    assert write_instrument(parse_instrument(text, f"{instrument.key}.yaml")) == text
