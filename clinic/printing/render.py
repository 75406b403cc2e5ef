"""Template to HTML and HTML to PDF: two steps, so that what is proofread is what is printed."""

import atexit
import dataclasses
import os
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from gettext import NullTranslations
from typing import assert_never

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from clinic.domain.homework.worksheets import CIRCLES, LADDER_PARTS
from clinic.domain.safety.cries import is_marked, starred
from clinic.printing.body import regions
from clinic.printing.masters import MasterCache
from clinic.printing.pool import Leaf, PrintFailed, PrintPool
from clinic.printing.template_paths import PRINT_FOLDER

__all__ = [
    "ENGLISH",
    "Leaf",
    "PrintFailed",
    "bind",
    "forget_masters",
    "html",
    "master",
    "once",
    "pdf",
    "warm",
]

#: The texts as they are written; any gettext translations may be passed in their place.
ENGLISH = NullTranslations()

_POOL = PrintPool()
_MASTERS = MasterCache()
atexit.register(_POOL.close)
os.register_at_fork(after_in_child=_POOL.forget)


def html(template: str, translations: NullTranslations = ENGLISH, **plain: object) -> str:
    """Fill a template of the print folder with plain values; a database row is refused."""
    for name, value in plain.items():
        _insist_on_plain(name, value)
    return _environment(translations).get_template(template).render(plain)


def pdf(document: str, *, is_form: bool = False) -> bytes:
    return _POOL.pdf([Leaf(document, is_form=is_form)])


def master(document: str) -> bytes:
    """Print a document that names nobody, or give it as it was printed before."""
    printed = _MASTERS.find(document)
    if printed is None:
        printed = once(document)
        _MASTERS.keep(document, printed)
    return printed


def once(document: str) -> bytes:
    """Print a document of a pack that names people, and keep nothing of it."""
    return _POOL.run("master", {"html": document})


def bind(binding: Mapping[str, object], masters: Sequence[bytes], stamps: str) -> bytes:
    """Bind a pack from masters and the document of its stamps."""
    return _POOL.run("pack", {"binding": binding, "stamps": stamps}, masters)


def forget_masters() -> None:
    """Drop every master, as when the program starts."""
    _MASTERS.clear()


def warm() -> None:
    """Start the first child ahead; for servers, not for commands."""
    _POOL.warm()


@lru_cache(maxsize=8)
def _environment(translations: NullTranslations) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(PRINT_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    # The extension adds this method when it is loaded, so the type of Environment does not know it.
    environment.install_gettext_translations(  # type: ignore[attr-defined]
        translations, newstyle=True
    )
    environment.filters["starred"] = starred
    environment.tests["marked"] = is_marked
    # Ends every chain over a kind, as on the pages.
    environment.globals["assert_never"] = assert_never
    # Macros see the globals and not what a page was given, hence these three here.
    environment.globals.update(
        body_regions=regions(), circle_names=CIRCLES, ladder_parts=LADDER_PARTS
    )
    return environment


def _insist_on_plain(name: str, value: object) -> None:
    if value is None or isinstance(value, (str, int, float, Decimal, date, datetime, time)):
        return
    if isinstance(value, Mapping):
        for key, item in value.items():
            _insist_on_plain(f"{name}[{key!r}]", item)
    elif isinstance(value, (tuple, list, frozenset)):
        for item in value:
            _insist_on_plain(name, item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            _insist_on_plain(f"{name}.{field.name}", getattr(value, field.name))
    else:
        raise TypeError(f"{name} is a {type(value).__name__}, which is not a plain value")
