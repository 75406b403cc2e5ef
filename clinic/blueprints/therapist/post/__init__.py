"""What goes out by mail, and when."""

from clinic.blueprints.therapist.post import messages

NOUNS = (messages,)
