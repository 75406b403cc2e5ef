"""For whose eyes a group's figures are shown: with names, without, or to leave the clinic."""

from enum import StrEnum

from clinic.domain.outcomes.suppression import SMALLEST_GROUP


class CohortView(StrEnum):
    """What may be seen. Without names is still for the clinic: who knows the people knows them."""

    NAMED = "named"
    UNNAMED = "unnamed"
    OUTSIDE = "outside"

    @property
    def is_inside(self) -> bool:
        """Whether it stays in the clinic, so that no figure is left out."""
        return self is not CohortView.OUTSIDE

    @property
    def has_names(self) -> bool:
        """Whether people are named."""
        return self is CohortView.NAMED

    def may_show(self, people: int) -> bool:
        """Say whether each person of a group may be shown as a point of their own.

        Outside never: a point is a person. Without names not where so few hide nobody.
        """
        if self is CohortView.UNNAMED:
            return people >= SMALLEST_GROUP
        return self is CohortView.NAMED and people > 0


def view_of(word: str | None) -> CohortView:
    """Read the view from an address; what is not known shows names, as the other pages do."""
    return next((view for view in CohortView if view.value == word), CohortView.NAMED)
