"""What the rules may refuse, each with a sentence for the person who asked."""

from collections.abc import Mapping

from clinic.domain.text import N_


class Refused(Exception):
    """A deed that the rules do not allow.

    `message` is marked for translation (`N_`) and holds `%(name)s` places that `params` fill;
    `field` names the input it is about, where there is one.
    """

    def __init__(
        self,
        message: str,
        params: Mapping[str, object] | None = None,
        field: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.params = dict(params or {})
        self.field = field

    def __str__(self) -> str:
        """Give the sentence in English."""
        return self.message % self.params if self.params else self.message


class Repeated(Refused):
    """The same form was sent before: its deed is done, and left no row to answer with again."""

    def __init__(self) -> None:
        super().__init__(N_("This was done a moment ago. Nothing was done a second time."))


class Unreadable(Refused):
    """Stored content whose text cannot be read, so that what it is needed for cannot be done."""

    def __init__(self, title: str) -> None:
        super().__init__(
            N_(
                "The text of %(title)s cannot be read, so this page cannot be shown. Nothing was "
                "lost: the text and all answers are kept. It can be fixed under Programs, "
                "or replaced by another version."
            ),
            {"title": title},
        )


class Stale(Refused):
    """Somebody else changed the row since the form was opened."""


class SignInEnded(Refused):
    """What somebody came in with was ended while she was asked for more."""

    def __init__(self) -> None:
        super().__init__(
            N_("Your sign-in ended in the meantime, so this was not done. Please sign in again.")
        )
