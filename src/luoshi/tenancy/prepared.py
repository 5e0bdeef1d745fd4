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

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.query import Query

Row = TypeVar("Row")

PLACES = tuple(2_147_000_000 + place for place in range(10))
"""What stands for the keys while SQL is composed: numbers that fit every column, and that no question asks for."""


@dataclass(frozen=True, slots=True)
class Composed:
    """SQL with its parameters; a stand-in of ``PLACES``, as a number or as text, is wherever a key belongs: ``order``
    tells which key, or None, for each parameter.
    """

    sql: str
    params: tuple[Any, ...]
    order: tuple[int | None, ...]
    compiler: SQLCompiler

    @classmethod
    def of(cls, query: Query, places: Sequence[int]) -> Composed:
        """A query composed with stand-ins. Raises ``ValueError`` where one of them has no place in it.

        The compiler is kept for what it knows of the columns; it asks through Django's proxy, so that every thread
        has its own connection.
        """
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        number = {str(place): key for key, place in enumerate(places)}
        order = tuple(number.get(str(param)) for param in params)
        if not set(number.values()) <= set(order):
            raise ValueError("what is prepared asks for every key that it is given")
        return cls(sql, tuple(params), order, compiler)

    def given(self, keys: Sequence[Any]) -> list[Any]:
        """The parameters with the keys in their places."""
        pairs = zip(self.params, self.order, strict=True)
        return [param if key is None else keys[key] for param, key in pairs]


class Prepared(Generic[Row]):
    """A queryset by keys, numbers or text: of models (``only``, ``select_related``, ``annotate``) or ``values_list``.

    ``compose`` gets a stand-in for each key and may use it wherever the key of a row can stand; everything else of the
    question is the same for ever. Nothing is prefetched.
    """

    def __init__(self, compose: Callable[..., QuerySet[Any, Row]]) -> None:
        self._compose = compose
        self._question: _Question | None = None

    def all(self, *keys: int | str) -> list[Row]:
        """The rows for these keys. Raises ``RuntimeError`` where rows would be locked outside a transaction."""
        question = self._question = self._question or _question(self._compose, len(keys))
        here = connections[DEFAULT_DB_ALIAS]  # that of this thread, looked up once
        if question.locks and not here.in_atomic_block:
            raise RuntimeError("rows are locked in the transaction of the verb that changes them")
        composed = question.composed
        with here.cursor() as cursor:
            cursor.execute(composed.sql, composed.given(keys))
            rows: Iterable[Sequence[Any]] = cursor.fetchall()
        if question.converters:
            rows = composed.compiler.apply_converters(rows, question.converters)
        if question.values:
            return [tuple(row) for row in rows]  # type: ignore[misc]
        return [question.instance(row, here.alias) for row in rows]

    def first(self, *keys: int | str) -> Row | None:
        """The first of them, or None."""
        return next(iter(self.all(*keys)), None)


@dataclass(frozen=True, slots=True)
class _Question:
    """What is composed of a queryset, and how its rows are read: as values, or as ``model`` from the columns ``own``,
    with those that are selected with it (``related``) and what is annotated to it.
    """

    composed: Composed
    converters: dict[int, Any]
    locks: bool
    values: bool
    model: type[Model]
    own: slice
    names: tuple[str, ...]
    related: tuple[Any, ...]
    annotated: tuple[tuple[str, int], ...]

    def instance(self, row: Sequence[Any], alias: str) -> Any:
        """A model of a row: the same as Django's own iteration over a queryset makes of it."""
        made = self.model.from_db(alias, self.names, row[self.own])
        for populator in self.related:
            populator.populate(row, made)
        for name, place in self.annotated:
            setattr(made, name, row[place])
        return made


def _question(compose: Callable[..., QuerySet[Any, Any]], count: int) -> _Question:
    places = PLACES[:count]
    query = compose(*places).query
    composed = Composed.of(query, places)
    compiler = composed.compiler
    converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
    info, model = compiler.klass_info, query.model
    if info is None or model is None or query.values_select:
        return _Question(composed, converters, query.select_for_update, True, Model, slice(0), (), (), ())
    first, end = info["select_fields"][0], info["select_fields"][-1] + 1
    return _Question(
        composed,
        converters,
        locks=query.select_for_update,
        values=False,
        model=model,
        own=slice(first, end),
        names=tuple(column.target.attname for column, _sql, _alias in compiler.select[first:end]),
        # the stubs tell of a later Django
        related=tuple(get_related_populators(info, compiler.select, connection.alias)),  # type: ignore[call-arg]
        annotated=tuple(compiler.annotation_col_map.items()),
    )
