"""What WeasyPrint leaves out of the tags: which cells the head of a column or of a row is for."""

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf


def mend_tables(pdf: Pdf) -> None:
    """Give every header cell its scope, without which a screen reader names no column.

    WeasyPrint 70 writes /TH without /Scope. Our templates have the heads of columns in `thead` and
    those of rows in `tbody`, so the place of a cell says which it is.
    """
    if "/StructTreeRoot" not in pdf.Root:
        return
    for cell, is_head in _header_cells(pdf.Root.StructTreeRoot, is_head=False):
        scope = Dictionary(O=Name.Table, Scope=Name.Column if is_head else Name.Row)
        given = cell.get("/A")
        if given is None:
            cell.A = scope
        else:
            others = list(given) if isinstance(given, Array) else [given]
            cell.A = Array([*others, scope])


def _header_cells(element: Object, *, is_head: bool) -> Iterator[tuple[Object, bool]]:
    kind = element.get("/S")
    if kind == Name.TH:
        yield element, is_head
    inside = element.get("/K")
    for child in inside if isinstance(inside, Array) else (inside,):
        if isinstance(child, Dictionary):
            yield from _header_cells(child, is_head=is_head or kind == Name.THead)
