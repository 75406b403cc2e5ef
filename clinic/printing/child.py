"""The printing child: takes HTML from a pipe, gives PDF back, and knows nothing of the clinic.

It starts with hardly any environment (no keys, no database address), under limits of memory and
computing time, and cannot open a network connection or start another program.
"""

import contextlib
import json
import os
import resource
import sys
from collections.abc import Iterator
from typing import BinaryIO, TypedDict

from weasyprint import CSS, HTML, Document, Page
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from clinic.printing import wire
from clinic.printing.fetcher import AddressRefused, SealedFetcher

_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
)


class JobLeaf(TypedDict):
    """One document of a job, as the pool writes it."""

    html: str
    is_fresh: bool


class Press:
    """WeasyPrint with our fonts and style sheets already read, so that a page costs little."""

    def __init__(self) -> None:
        self._fetcher = SealedFetcher()
        self._fonts = FontConfiguration()
        self._style = CSS(
            url="hearth:print.css", url_fetcher=self._fetcher, font_config=self._fonts
        )

    def pdf(self, leaves: list[JobLeaf], title: str | None) -> bytes:
        """Lay out each leaf by itself, so that "1 of 2" counts its own pages, and bind them."""
        documents = [self._laid_out(leaf["html"]) for leaf in leaves]
        pages: list[Page] = []
        for leaf, document in zip(leaves, documents, strict=True):
            if leaf["is_fresh"] and len(pages) % 2:
                pages.append(self._blank_like(pages[-1]))
            pages.extend(document.pages)
        bound = documents[0].copy(pages)
        bound.metadata.title = title or bound.metadata.title
        printed = bytes(bound.write_pdf(pdf_variant="pdf/ua-1"))
        if self._fetcher.refused:
            raise AddressRefused
        return printed

    def _laid_out(self, html: str) -> Document:
        source = HTML(string=html, url_fetcher=self._fetcher)
        return source.render(
            font_config=self._fonts, stylesheets=[self._style], pdf_variant="pdf/ua-1"
        )

    def _blank_like(self, page: Page) -> Page:
        size = f"@page {{ size: {page.width}px {page.height}px }}"
        html = f"<!doctype html><html lang=en><title>-</title><style>{size}</style>"
        return HTML(string=html, url_fetcher=self._fetcher).render(font_config=self._fonts).pages[0]


def main(memory_bytes: int, cpu_seconds: int) -> None:
    jobs, results = _private_pipes()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    press = Press()
    sys.addaudithook(_stay_inside)
    for job in _frames(jobs):
        _allow_more_cpu(cpu_seconds)
        try:
            reply = b"+" + press.pdf(**json.loads(job))
        except (Exception, FatalURLFetchingError) as fault:
            # Only the kind is told: the message of an exception may quote what a person wrote.
            wire.send(results, b"-" + type(fault.__cause__ or fault).__name__.encode())
            return
        wire.send(results, reply)


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep the result pipe for frames alone: whatever a library prints goes to standard error."""
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, results


def _frames(stream: BinaryIO) -> Iterator[bytes]:
    with contextlib.suppress(wire.PipeClosed):
        while True:
            yield wire.receive(stream)


def _allow_more_cpu(seconds: int) -> None:
    """Count the limit from here: the system counts it from the birth of the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _stay_inside(event: str, _args: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
