"""Opening a record in an emergency: for how long, and how much has to be said."""

from datetime import timedelta

LASTS = timedelta(minutes=60)
"""How long it stays open; whoever needs longer opens it again, with a reason again."""

SHORTEST_REASON = 20
SHORTEST_REVIEW = 10
LONGEST_WORDS = 2000
LONGEST_NAME = 254
