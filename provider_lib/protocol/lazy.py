"""Values that are made late, and only once."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Lazy(Generic[T]):
    """A value that the first thread to ask for makes, while the others wait.

    Args:
        make: makes it; called again by the next who asks when it raises.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: list[T] = []
        self._lock = Lock()

    def get(self) -> T:
        """The value."""
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]

    def get_made(self) -> T | None:
        """The value if it has been made, without waiting."""
        return self._made[0] if self._made else None
