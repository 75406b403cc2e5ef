"""The printing child: takes HTML from a pipe, gives PDF back, and knows nothing of the clinic.

It starts with hardly any environment (no keys, no database address), under limits of memory and
computing time, and cannot open a network connection or start another program.
"""

import contextlib
import os
import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO, TypedDict

from pikepdf import Pdf
from weasyprint import CSS, HTML, Document, Page
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from clinic.printing import wire
from clinic.printing.binding import JobBinding, bind
from clinic.printing.confinement import stay_inside
from clinic.printing.fetcher import AddressRefused, SealedFetcher
from clinic.printing.fillable import mend_form
from clinic.printing.tags import mend_tables


class JobLeaf(TypedDict):
    """One document of a job, as the pool writes it."""

    html: str
    is_form: bool


class Press:
    """WeasyPrint with our fonts and style sheets already read, so that a page costs little."""

    def __init__(self) -> None:
        self._fetcher = SealedFetcher()
        self._fonts = FontConfiguration()
        self._style = self._read("hearth:print.css")
        # The faces are known from the other one.
        self._stamp_style = self._read("hearth:stamps.css")
        # Read with the first form: its face is cut from a larger one, which takes a moment.
        self._form_style: CSS | None = None

    def run(self, task: str, words: dict[str, Any], files: list[bytes]) -> bytes:
        """Do a task, and give nothing if an address was refused."""
        match task:
            case "pdf":
                printed = self.pdf(**words)
            case "master":
                printed = self.master(**words)
            case _:
                printed = self.pack(files, **words)
        if self._fetcher.refused:
            raise AddressRefused
        return printed

    def pdf(self, leaves: list[JobLeaf], title: str | None) -> bytes:
        """Lay out each leaf by itself, so that "1 of 2" counts its own pages, and bind them."""
        documents = [self.lay_out(leaf) for leaf in leaves]
        pages: list[Page] = []
        for document in documents:
            pages.extend(document.pages)
        bound = documents[0].copy(pages)
        bound.metadata.title = title or bound.metadata.title
        with Pdf.open(BytesIO(bytes(bound.write_pdf(pdf_variant="pdf/ua-1")))) as pdf:
            mend_tables(pdf)
            if any(leaf["is_form"] for leaf in leaves):
                mend_form(pdf)
            mended = BytesIO()
            pdf.save(mended)
            return mended.getvalue()

    def master(self, html: str) -> bytes:
        """Print a document that will be part of a pack, where tags would lead nowhere."""
        return bytes(self._untagged(html, self._style).write_pdf())

    def pack(self, masters: list[bytes], binding: JobBinding, stamps: str) -> bytes:
        """Print the stamps and bind the pack."""
        return bind(binding, masters, bytes(self._untagged(stamps, self._stamp_style).write_pdf()))

    def lay_out(self, leaf: JobLeaf) -> Document:
        """Lay out one document by itself, tagged as it will be written."""
        source = HTML(string=leaf["html"], url_fetcher=self._fetcher)
        return source.render(
            font_config=self._fonts,
            stylesheets=self._styles(leaf),
            pdf_variant="pdf/ua-1",
            pdf_forms=leaf["is_form"],
        )

    def _styles(self, leaf: JobLeaf) -> list[CSS]:
        if not leaf["is_form"]:
            return [self._style]
        if self._form_style is None:
            self._form_style = self._read("hearth:fillable.css")
        return [self._style, self._form_style]

    def _read(self, url: str) -> CSS:
        return CSS(url=url, url_fetcher=self._fetcher, font_config=self._fonts)

    def _untagged(self, html: str, style: CSS) -> Document:
        source = HTML(string=html, url_fetcher=self._fetcher)
        return source.render(font_config=self._fonts, stylesheets=[style])


def main(memory_bytes: int, cpu_seconds: int) -> None:
    jobs, results = _private_pipes()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    press = Press()
    sys.addaudithook(stay_inside)
    for words, files in _jobs(jobs):
        _allow_more_cpu(cpu_seconds)
        try:
            reply = b"+" + press.run(words.pop("task"), words, files)
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


def _jobs(stream: BinaryIO) -> Iterator[tuple[dict[str, Any], list[bytes]]]:
    with contextlib.suppress(wire.PipeClosed):
        while True:
            yield wire.receive_job(stream)


def _allow_more_cpu(seconds: int) -> None:
    """Count the limit from here: the system counts it from the birth of the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
