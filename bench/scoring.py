"""How many PHQ-9 one core scores in a second: all scales, its algorithm, and its risk item."""

import random
import sys
import time

from clinic.content.instrument_files import load_instruments
from clinic.domain.measures.scoring import flags, score

FORMS = 20_000
ROUNDS = 5
WANTED = 20_000
"""Forms a second, so that the scores of a whole service are made again within a minute."""


def main() -> int:
    """Print the middle round, and return 1 if it is below what is wanted."""
    instrument = load_instruments().instruments["phq-9"]
    chance = random.Random(9)  # noqa: S311 - made-up answers, the same in each run
    forms = [[chance.randrange(4) for _ in instrument.items] for _ in range(FORMS)]
    rates = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for form in forms:
            score(instrument, form)
        rates.append(FORMS / (time.process_time() - began))
    began = time.process_time()
    for form in forms:
        flags(instrument, form)
    reading = FORMS / (time.process_time() - began)
    rate = sorted(rates)[ROUNDS // 2]
    print(f"scoring: {rate:,.0f} PHQ-9 a second on one core (wanted {WANTED:,})")
    print(f"scoring: {reading:,.0f} risk readings a second")
    return 0 if rate >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
