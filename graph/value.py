"""What every value is made of: the frozen base, and the fields that several of them share."""

from collections.abc import Iterable
from functools import cache
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


def _whole(text: str) -> str:
    """Refuse halves of characters (lone surrogates), which no file or database can hold."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            msg = f"half a character at offset {error.start}"
            raise ValueError(msg) from None
    return text


Text = Annotated[str, AfterValidator(_whole)]
Id = Annotated[str, Field(min_length=3, max_length=400)]
CalendarYear = Annotated[int, Field(ge=1800, le=2100)]
Share = Annotated[float, Field(ge=0, le=1)]


@cache
def _fields_of(cls: type[BaseModel]) -> set[str]:
    return set(cls.model_fields)


class Value(BaseModel):
    """Base of all values: frozen, compared by content, refusing fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def kept(cls, each: Iterable[dict[str, Any]]) -> tuple[Self, ...]:
        """Return the values with these fields, all of them, without checking what was checked.

        A store has checked its values before it kept them, and hands out hundreds at a time;
        pydantic's own `model_construct` does the same in four times the time.
        """
        new, put, names = cls.__new__, object.__setattr__, _fields_of(cls)
        values: list[Self] = []
        for fields in each:
            value = new(cls)
            put(value, "__dict__", fields)
            put(value, "__pydantic_fields_set__", names)
            put(value, "__pydantic_extra__", None)
            put(value, "__pydantic_private__", None)
            values.append(value)
        return tuple(values)


class Span(Value):
    """Characters of a document's text, from `start` up to and without `end`."""

    start: Annotated[int, Field(ge=0)]
    end: int

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if self.end <= self.start:
            msg = f"a span must end after it starts, not {self.start} to {self.end}"
            raise ValueError(msg)
        return self

    def of(self, text: str) -> str:
        """Return the characters of the text that this span covers."""
        return text[self.start : self.end]
