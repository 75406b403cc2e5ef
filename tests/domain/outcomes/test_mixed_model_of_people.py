"""The model of change on data of people, beside what lme4 says of them."""

import pytest

from bench._lme4 import REFERENCES, Reference
from bench.agreement import CLOSE, DATA, model_of

pytestmark = pytest.mark.skipif(not DATA.exists(), reason=f"needs the data sets in {DATA.name}")


@pytest.mark.parametrize("one", REFERENCES, ids=[f"{one.file} {one.value}" for one in REFERENCES])
def test_everybody_gets_the_index_of_lme4(one: Reference) -> None:
    criterion, indices = model_of(one)

    assert criterion == pytest.approx(one.criterion, abs=1e-5)
    assert indices == pytest.approx(one.indices, abs=CLOSE)
