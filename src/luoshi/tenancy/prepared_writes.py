"""Inserts and updates of rows that are composed once and done often, as ``prepared`` does it with questions::

    _NEW = PreparedInsert(Response)
    _DONE = PreparedUpdate(lambda pk, edit: Request.objects.filter(pk=pk, edit=edit), "edit", "state")
    if _DONE.run(row.pk, row.edit, edit=row.edit + 1, state=after):
        response = _NEW.make(request_id=row.pk, on=today)

Table, columns and the types of values are Django's, on SQLite and PostgreSQL alike. No signal is sent, and no ``save``
of a model is called: a model whose ``save`` does more is not written so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from datetime import date
from typing import Any, Generic, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, CharField, DateField, Field, IntegerField, Model, QuerySet, TextField
from django.db.models.base import ModelState
from django.db.models.expressions import RawSQL
from django.db.models.sql.subqueries import InsertQuery, UpdateQuery

from luoshi.tenancy.prepared import PLACES, Composed

Made = TypeVar("Made", bound=Model)

_PLAIN = {CharField: str, TextField: str, BooleanField: bool, IntegerField: int}
"""What the databases take as it is: Django finds that out anew for every value."""


class _Column:
    """A column, and how the database wants what stands in it."""

    def __init__(self, field: Field[Any, Any]) -> None:
        self.field, self.name = field, field.attname
        of = getattr(field, "target_field", field)
        self._plain = next((plain for kind, plain in _PLAIN.items() if isinstance(of, kind)), None)
        self._dated = type(of) is DateField
        self._stamped = type(field).pre_save is not Field.pre_save  # the time at which it is added, for one

    def new(self, row: Model, here: BaseDatabaseWrapper) -> Any:
        """What stands in a new row."""
        stamped = self._stamped
        return self.kept(self.field.pre_save(row, add=True) if stamped else getattr(row, self.name), here)

    def kept(self, value: Any, here: BaseDatabaseWrapper) -> Any:
        """The value as the database takes it."""
        if value is None or type(value) is self._plain:
            return value
        if self._dated and type(value) is date:
            return here.ops.adapt_datefield_value(value)
        return self.field.get_db_prep_save(value, here)


def _open() -> BaseDatabaseWrapper:
    """The connection of this thread, looked up once. Raises ``RuntimeError`` outside a transaction."""
    here = connections[DEFAULT_DB_ALIAS]
    if not here.in_atomic_block:
        raise RuntimeError("rows are written in the transaction of the verb that writes them")
    return here


def _write(here: BaseDatabaseWrapper, sql: str, values: Sequence[Any], read: Callable[[Any], int]) -> int:
    """Write, and give what ``read`` reads of the cursor; a transaction in which that failed is given up."""
    try:
        with here.cursor() as cursor:
            cursor.execute(sql, values)
            return read(cursor)
    except Exception as error:
        here.needs_rollback, here.rollback_exc = True, error  # type: ignore[attr-defined] # the stubs leave it out
        raise


class PreparedInsert(Generic[Made]):
    """Adds rows of a model whose key the database numbers.

    ``asked`` are columns that the database fills while it inserts: for each, the SQL of a question with one ``%s``, and
    the column whose value stands there. What a row holds of them is not read, and not known afterwards.
    """

    def __init__(self, model: type[Made], **asked: tuple[str, str]) -> None:
        self._model, self._asked = model, asked
        self._columns: list[_Column] = []
        self._same: dict[str, Any] = {}  # what a new row holds that says nothing else
        self._each: dict[str, Callable[[], Any]] = {}  # of that, what is made anew for each
        self._sql = ""

    def make(self, **columns: Any) -> Made:
        """A new row of these columns, as ``new`` gives it; written, with its key. Raises what both raise."""
        return self.add(self.new(**columns))

    def new(self, **columns: Any) -> Made:
        """A row of these columns, called as in the database, the others with their defaults; not written yet. Raises
        ``TypeError`` for what is no column.
        """
        if not self._same:
            self._same, self._each = self._defaults()
        kept = self._same | columns
        if len(kept) > len(self._same):
            raise TypeError(f"{self._model.__name__} has no column {', '.join(columns.keys() - self._same)}")
        for name, made in self._each.items():
            if name not in columns:
                kept[name] = made()
        row = self._model.__new__(self._model)
        row.__dict__.update(kept, _state=ModelState())
        return row

    def add(self, row: Made) -> Made:
        """Write a new row, and give it with its key. Raises ``RuntimeError`` outside a transaction, ``ValueError`` for
        a row that has a key already, and what the database refuses.
        """
        here = _open()
        if row.pk is not None:
            raise ValueError("a row is inserted once")
        if not self._sql:
            self._compose(row)
        values = [column.new(row, here) for column in self._columns]
        row.pk = _write(here, self._sql, values, lambda cursor: int(cursor.fetchone()[0]))
        row._state.adding, row._state.db = False, here.alias
        return row

    def _defaults(self) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
        fields = self._model._meta.concrete_fields
        each = {field.attname: field.get_default for field in fields if callable(field.default)}
        return {field.attname: None if field.attname in each else field.get_default() for field in fields}, each

    def _compose(self, row: Made) -> None:
        """The SQL, from a first row: what it holds stands in no part of it."""
        meta = self._model._meta
        fields = [field for field in meta.concrete_fields if field is not meta.pk]
        named = {field.name: field for field in fields}
        asked = {name: named[column] for name, (_question, column) in self._asked.items()}
        self._columns = [_Column(asked.get(field.name, field)) for field in fields]
        first = copy(row)
        for name, (question, _column) in self._asked.items():
            setattr(first, name, RawSQL(question, (None,)))  # noqa: S611 - written in the code, never by a user
        query = InsertQuery(self._model)
        query.insert_values(fields, [first])
        compiler = query.get_compiler(connection=connection)
        compiler.returning_fields = [meta.pk]
        ((self._sql, _values),) = compiler.as_sql()


class PreparedUpdate:
    """Changes columns (``names``) of the rows that ``compose`` finds by keys, each a stand-in in it."""

    def __init__(self, compose: Callable[..., QuerySet[Any]], *names: str) -> None:
        self._compose, self._names = compose, names
        self._columns: list[_Column] = []
        self._composed: Composed | None = None

    def run(self, *keys: int, **values: Any) -> int:
        """Give the columns, each of them, their new values; gives how many rows there were. Raises ``RuntimeError``
        outside a transaction.
        """
        here = _open()
        composed = self._composed = self._composed or self._compose_for(len(keys))
        if len(values) != len(self._names):
            raise ValueError(f"this changes {', '.join(self._names)}")
        put = [column.kept(values[column.name], here) for column in self._columns]
        return _write(here, composed.sql, composed.given([*keys, *put]), lambda cursor: int(cursor.rowcount))

    def _compose_for(self, count: int) -> Composed:
        places = PLACES[: count + len(self._names)]
        rows = self._compose(*places[:count])
        self._columns = [_Column(rows.model._meta.get_field(name)) for name in self._names]
        query = cast("UpdateQuery", rows.query.chain(UpdateQuery))
        marks = zip(self._names, places[count:], strict=True)
        query.add_update_values({name: RawSQL("%s", (mark,)) for name, mark in marks})
        return Composed.of(query, places)
