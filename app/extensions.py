"""The libraries that are created once and bound to the application later."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Enum, MetaData
from sqlalchemy.orm import DeclarativeBase

from app.columns import Line, UtcDateTime


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )

    def __init__(self, **values: Any) -> None:
        # A new object knows its identity at once, so an audit line can name it before the flush.
        if "id" in type(self).__mapper__.columns:
            values.setdefault("id", uuid4())
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no {name}")
            setattr(self, name, value)


# Enum members are stored by value as text: renaming one in code never orphans a row.
_STORED_BY_VALUE = Enum(
    StrEnum,
    native_enum=False,
    length=40,
    values_callable=lambda members: [member.value for member in members],
)

# Flask-SQLAlchemy refuses a type_annotation_map on the class itself.
Base.registry.update_type_annotation_map(
    {StrEnum: _STORED_BY_VALUE, datetime: UtcDateTime(), str: Line()}
)

db = SQLAlchemy(model_class=Base)
csrf = CSRFProtect()
login = LoginManager()
migrate = Migrate()

if TYPE_CHECKING:

    class Model(Base):
        __abstract__ = True

else:
    Model = db.Model
