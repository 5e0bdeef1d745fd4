"""Questions to the database that are composed once and asked often.

Django composes the SQL of a queryset anew each time it is asked; for one row found by its key that takes ten times as
long as the answer. Where a page or a verb asks the same question at every request, it is prepared here::

    _HEAD = Prepared(lambda pk: Subject.objects.filter(pk=pk).select_related("round").only("unit_id", "round__state"))
    subject = _HEAD.first(subject_id)

The queryset stays an ordinary one: its columns, joins, locks and types are Django's, on SQLite and PostgreSQL alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")

_PLACES = tuple(2**62 + place for place in range(6))
"""What stands for the keys while the question is composed: numbers that no key reaches."""


@dataclass(frozen=True, slots=True)
class _Composed:
    """A question as SQL; ``params`` hold a stand-in of ``_PLACES`` wherever a key belongs. The compiler is kept for
    what it knows of the columns; it asks through Django's proxy, so that every thread has its own connection.
    """

    sql: str
    params: tuple[Any, ...]
    compiler: SQLCompiler
    converters: dict[int, Any]
    values: bool
    locks: bool

    def given(self, keys: Sequence[int]) -> list[Any]:
        """The parameters with the keys in their places."""
        put = dict(zip(_PLACES, keys, strict=False))
        return [put.get(param, param) if type(param) is int else param for param in self.params]


class Prepared(Generic[Row]):
    """A queryset by whole-number keys: of models (``only``, ``select_related``, ``annotate``) or of ``values_list``.

    ``compose`` gets a stand-in for each key and may use it wherever the key of a row can stand; everything else of the
    question is the same for ever. Nothing is prefetched.
    """

    def __init__(self, compose: Callable[..., QuerySet[Any, Row]]) -> None:
        self._compose = compose
        self._composed: _Composed | None = None

    def all(self, *keys: int) -> list[Row]:
        """The rows for these keys. Raises ``RuntimeError`` where rows would be locked outside a transaction."""
        composed = self._composed = self._composed or _composed(self._compose, len(keys))
        if composed.locks and not connection.in_atomic_block:
            raise RuntimeError("rows are locked in the transaction of the verb that changes them")
        with connection.cursor() as cursor:
            cursor.execute(composed.sql, composed.given(keys))
            rows: Iterable[Sequence[Any]] = cursor.fetchall()
        if composed.converters:
            rows = composed.compiler.apply_converters(rows, composed.converters)
        if composed.values:
            return [tuple(row) for row in rows]  # type: ignore[misc]
        return list(_instances(composed.compiler, rows))

    def first(self, *keys: int) -> Row | None:
        """The first of them, or None."""
        return next(iter(self.all(*keys)), None)


def _composed(compose: Callable[..., QuerySet[Any, Any]], count: int) -> _Composed:
    places = _PLACES[:count]
    query = compose(*places).query
    compiler = query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    if not set(places) <= set(params):
        raise ValueError("a prepared question asks for every key that it is given")
    converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
    return _Composed(sql, tuple(params), compiler, converters, bool(query.values_select), query.select_for_update)


def _instances(compiler: SQLCompiler, rows: Iterable[Sequence[Any]]) -> Iterable[Any]:
    """Models of rows, with those that are selected with them: the same as Django's own iteration over a queryset."""
    info, select, using = compiler.klass_info, compiler.select, connection.alias
    first, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column.target.attname for column, _sql, _alias in select[first:end]]
    related = get_related_populators(info, select, using)  # type: ignore[call-arg] # the stubs tell of a later Django
    for row in rows:
        made = info["model"].from_db(using, names, row[first:end])
        for populator in related:
            populator.populate(row, made)
        for name, place in compiler.annotation_col_map.items():
            setattr(made, name, row[place])
        yield made
