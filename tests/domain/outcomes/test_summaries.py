"""Tables of means on one line: what is read, and the sentence for each thing that is wrong."""

import pytest

from clinic.domain.errors import Refused
from clinic.domain.outcomes.effects import Arm
from clinic.domain.outcomes.summaries import read_summary

LINE = "T:post 16.2 3.9 15; C:post 25.5 6.7 15"


def test_each_entry_is_an_arm_at_a_time() -> None:
    table = read_summary(LINE + "; T:pre 26 5 16; C:pre 27 6 15;")
    assert table.arms["T"] == {"post": Arm(15, 16.2, 3.9), "pre": Arm(16, 26, 5)}
    assert table.has_before
    assert table.sample("T", 0.5).n == 15, "only who was there after can be in both"
    assert not read_summary(LINE).has_before


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "one or two groups can be evaluated, and there are 0"),
        (LINE + "; D:post 3 4 5", "there are 3"),
        ("T:pre 16.2 3.9 15; C:post 1 2 3", "T has no entry for post"),
        ("T:post 16.2 3.9 15", "one group alone needs an entry for pre"),
        ("T:post 16.2 3.9", "entry 1 (T:post 16.2 3.9): expected ARM:pre or ARM:post"),
        ("T:after 16.2 3.9 15", "expected ARM:pre or ARM:post"),
        (":post 16.2 3.9 15", "expected ARM:pre or ARM:post"),
        (LINE + "; T:post 1 2 3", "entry 3 (T:post 1 2 3): this arm and time stand here twice"),
        ("T:post x 3.9 15", "mean and SD must be numbers"),
        ("T:post 5 nan 15", "out of range"),
        ("T:post inf 3.9 15", "out of range"),
        ("T:post 5 -3.9 15", "out of range"),
        ("T:post 5 3.9 15.5", "n must be a whole number"),
        ("T:post 5 3.9 0", "n must be a whole number"),
        ("T:post 5 3.9 " + "9" * 5000, "n must be a whole number"),
        ("T:post 5 3.9 1", "not computable: one person has no standard deviation"),
        ("100%d:post 5 0 9", "not computable: the standard deviation is 0"),
    ],
)
def test_what_gives_no_figures_is_named_with_its_entry(text: str, sentence: str) -> None:
    with pytest.raises(Refused) as caught:
        read_summary(text)
    assert sentence in str(caught.value)
