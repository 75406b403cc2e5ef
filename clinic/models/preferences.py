"""What clients chose about messages: which, when, how many a day."""

from datetime import time

from sqlalchemy import JSON, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clinic.domain.post.messages import MessageKind
from clinic.domain.post.reminders import Preferences
from clinic.models.base import Base, belongs_to, table_args


class MessagePreferences(Base):
    """One client's choices. Without a row the defaults stand."""

    __tablename__ = "message_preferences"
    __table_args__ = table_args()

    client_id: Mapped[int] = belongs_to("clients.id", index=False, unique=True)
    is_one_a_day: Mapped[bool]
    quiet_from: Mapped[time] = mapped_column(Time)
    quiet_until: Mapped[time] = mapped_column(Time)
    """On her own clock, which is that of her cohort until she names another."""
    declined: Mapped[list[str]] = mapped_column(JSON)
    """Kinds of messages that she does not want."""

    @property
    def value(self) -> Preferences:
        """The choices as the rules read them."""
        known = {kind.value for kind in MessageKind}
        kinds = frozenset(MessageKind(word) for word in self.declined if word in known)
        return Preferences(self.is_one_a_day, self.quiet_from, self.quiet_until, kinds)


class ReminderTime(Base):
    """The time of day at which a client wants to hear of one exercise."""

    __tablename__ = "reminder_times"
    __table_args__ = table_args(UniqueConstraint("client_id", "exercise_id"))

    client_id: Mapped[int] = belongs_to("clients.id", index=False)
    exercise_id: Mapped[int] = belongs_to("exercises.id")
    at: Mapped[time] = mapped_column(Time)
