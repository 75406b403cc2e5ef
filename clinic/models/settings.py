"""What a clinic says about itself: its name, its help page, its paper."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from clinic.models.base import Base, table_args


class Setting(Base):
    """One value that an administrator may change, by name."""

    __tablename__ = "settings"
    __table_args__ = table_args()

    name: Mapped[str] = mapped_column(String(60), unique=True)
    value: Mapped[str]
    changed_at: Mapped[datetime]
