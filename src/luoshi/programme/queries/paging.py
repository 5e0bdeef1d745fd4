"""Long lists, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
PAGE = 50
EVERYTHING = 20_000  # lines of a table that is written to a file


@dataclass(frozen=True, slots=True)
class Paged(Generic[T]):
    """One page of a list; ``total`` counts all of its lines, pages are counted from 1."""

    lines: tuple[T, ...]
    total: int
    page: int
    size: int = PAGE

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def before(self) -> int | None:
        """The page before."""
        return self.page - 1 if self.page > 1 else None

    @property
    def after(self) -> int | None:
        """The page after."""
        return self.page + 1 if self.page < self.pages else None


def paged(total: int, page: int, take: Callable[[int, int], Sequence[T]], size: int = PAGE) -> Paged[T]:
    """A page of ``total`` lines; ``take`` gives those from one place to another. A page too far is the last one."""
    last = max(1, -(-total // size))
    here = min(max(1, page), last)
    return Paged(tuple(take((here - 1) * size, here * size)), total, here, size)
