"""What two versions of a program say of a whole group."""

from dataclasses import replace

from clinic.content.programs import parse_program
from clinic.domain.programs.program_changes import GroupRule, RuleChange, rule_changes
from tests.content.sources import PROGRAM, PROGRAM_FILE

OLD = parse_program(PROGRAM, PROGRAM_FILE)


def test_each_rule_that_differs_is_told_with_both_values() -> None:
    new = replace(OLD, completer_at_least=1, counts_make_ups=True, late_join_until=2)
    assert rule_changes(OLD, new) == (
        RuleChange(GroupRule.COMPLETER, 2, 1),
        RuleChange(GroupRule.MAKE_UPS, 0, 1),
        RuleChange(GroupRule.LATE_JOINING, 1, 2),
    )


def test_what_is_the_same_is_not_told() -> None:
    assert rule_changes(OLD, replace(OLD, title="Calmer")) == ()
