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
from django.db.models.base import ModelState
from django.db.models.signals import post_init, pre_init
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.query import Query

Row = TypeVar("Row")

PLACES = tuple(2_147_000_000 + place for place in range(10))
"""What stands for the keys while SQL is composed: numbers that fit every column, and that no question asks for."""

BEYOND = 2**63
"""The first whole number that no column of a database can hold."""


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
        """The rows for these keys; none for a number that no column can hold, which a driver would not even ask for.
        Raises ``RuntimeError`` where rows would be locked outside a transaction.
        """
        question = self._question = self._question or _question(self._compose, len(keys))
        here = connections[DEFAULT_DB_ALIAS]  # that of this thread, looked up once
        if question.locks and not here.in_atomic_block:
            raise RuntimeError("rows are locked in the transaction of the verb that changes them")
        if any(type(key) is int and not -BEYOND <= key < BEYOND for key in keys):
            return []
        composed = question.composed
        with here.cursor() as cursor:
            cursor.execute(composed.sql, composed.given(keys))
            rows: Iterable[Sequence[Any]] = cursor.fetchall()
        if question.converters:
            rows = composed.compiler.apply_converters(rows, question.converters)
        shape = question.shape
        if shape is None:
            return [tuple(row) for row in rows]  # type: ignore[misc]
        return [question.instance(shape, row, here.alias) for row in rows]

    def first(self, *keys: int | str) -> Row | None:
        """The first of them, or None."""
        return next(iter(self.all(*keys)), None)


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a model is made of a row: from the columns ``own``, whose names and key these are; those that are selected
    with it (``related``) each with the two that tell one of the other.
    """

    model: type[Model]
    own: slice
    names: tuple[str, ...]
    key: int
    related: tuple[tuple[_Shape, Callable[..., None], Callable[..., None]], ...]

    @classmethod
    def of(cls, info: dict[str, Any], select: Sequence[Any]) -> _Shape:
        """The shape of what a compiler of Django's tells of a model. Raises ``TypeError`` for one whose columns are
        of two tables, or that wants to know when it is made.
        """
        model, fields = info["model"], info["select_fields"]
        if info.get("from_parent") or pre_init.has_listeners(model) or post_init.has_listeners(model):
            raise TypeError(f"{model.__name__} is made by Django alone")
        own = slice(fields[0], fields[-1] + 1)
        names = tuple(column.target.attname for column, _sql, _alias in select[own])
        related = tuple(
            (cls.of(one, select), one["local_setter"], one["remote_setter"])
            for one in info.get("related_klass_infos", ())
        )
        return cls(model, own, names, names.index(model._meta.pk.attname), related)

    def made(self, row: Sequence[Any], alias: str) -> Any:
        """The same as Django's own iteration over a queryset makes of a row, None where there is none: without finding
        out anew, for every row, which columns were asked for.
        """
        columns = row[self.own]
        if columns[self.key] is None:
            return None
        made = self.model.__new__(self.model)
        kept = made.__dict__
        state = kept["_state"] = ModelState()
        state.adding, state.db = False, alias
        kept.update(zip(self.names, columns, strict=True))
        for shape, tell, tell_back in self.related:
            other = shape.made(row, alias)
            tell(made, other)
            if other is not None:
                tell_back(other, made)
        return made


@dataclass(frozen=True, slots=True)
class _Question:
    """What is composed of a queryset, and how its rows are read: as values, or as models of a ``shape`` with what is
    annotated to them.
    """

    composed: Composed
    converters: dict[int, Any]
    locks: bool
    shape: _Shape | None
    annotated: tuple[tuple[str, int], ...]

    def instance(self, shape: _Shape, row: Sequence[Any], alias: str) -> Any:
        """A model of a row."""
        made = shape.made(row, alias)
        for name, place in self.annotated:
            setattr(made, name, row[place])
        return made


def _question(compose: Callable[..., QuerySet[Any, Any]], count: int) -> _Question:
    places = PLACES[:count]
    query = compose(*places).query
    composed = Composed.of(query, places)
    compiler = composed.compiler
    converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
    shape = None
    if compiler.klass_info is not None and not query.values_select:
        shape = _Shape.of(compiler.klass_info, compiler.select)
    return _Question(composed, converters, query.select_for_update, shape, tuple(compiler.annotation_col_map.items()))
