"""A property that is worked out once and then kept in the object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

_Value = TypeVar("_Value")


class once(Generic[_Value]):  # noqa: N801 (read as a decorator)
    """`functools.cached_property` without its lock, which costs more than most of what is kept; the class needs a `__dict__`."""

    def __init__(self, work: Callable[[Any], _Value]) -> None:
        self.work, self.__doc__ = work, work.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> once[_Value]: ...

    @overload
    def __get__(self, instance: object, owner: type) -> _Value: ...

    def __get__(self, instance: object | None, owner: type) -> once[_Value] | _Value:
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.work(instance)
        return value
