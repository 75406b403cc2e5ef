"""Words about people, and the mark that makes a sentence translatable."""


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's extractor looks for
    """Mark a sentence for translation here; the web floor translates it when it is shown."""
    return message


def given_name(name: str) -> str:
    """Give the part of a full name that a colleague would say."""
    return name.split()[0] if name.split() else name


def initials(preferred: str, family: str) -> str:
    """Give the letters of a person's badge, as "MR" for Mia Rosen."""
    return (preferred.strip()[:1] + family.strip()[:1]).upper()


def short_name(preferred: str, family: str) -> str:
    """Name somebody as a room does, "Mia R.", so that a list on a table gives away little."""
    letter = family.strip()[:1].upper()
    return f"{preferred.strip()} {letter}." if letter else preferred.strip()
