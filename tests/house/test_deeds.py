"""The trail calls a deed by one name for good, wherever its function is moved."""

import ast
from collections.abc import Iterator

from tests.cast import ROOT
from tests.house.reading import python

KNOWN = ROOT / "tests" / "house" / "deeds.txt"


def deeds(noun: str, source: str) -> Iterator[str]:
    """Give the names under which the operations of a module stand in the trail."""
    body = ast.parse(source).body
    for node in body:
        match node:
            case ast.Assign([ast.Name("DEED_NOUN")], ast.Constant(str(kept))):
                noun = kept
            case ast.FunctionDef(name, decorator_list=marks):
                if "operation" in map(ast.unparse, marks):
                    yield f"{noun}.{name}"


def test_the_noun_of_a_module_is_kept_where_it_says_so() -> None:
    source = 'DEED_NOUN = "older"\n@operation\ndef do(): ...\ndef read(): ...\n'
    assert list(deeds("newer", source)) == ["older.do"]
    assert list(deeds("newer", source.partition("\n")[2])) == ["newer.do"]


def test_no_deed_loses_the_name_that_stands_in_the_trail() -> None:
    """A new deed is added to the list; one that is gone or renamed is looked at twice."""
    known = KNOWN.read_text(encoding="utf-8").split()
    assert known == sorted(set(known))
    paths = list(python("clinic/operations/"))
    found = [name for path in paths for name in deeds(path.stem, path.read_text(encoding="utf-8"))]
    assert len(found) > 140
    assert sorted(found) == known
