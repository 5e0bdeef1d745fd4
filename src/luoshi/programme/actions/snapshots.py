"""The rows of commitments as plain values, taken and put back exactly: what undo and redo of the grid rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, transaction
from django.db.models import Model, ProtectedError, Q, QuerySet

from luoshi.kernel.errors import Conflict
from luoshi.kernel.wording import _
from luoshi.programme.models import Allocation, Assignment, Commitment, Lineage, Measure, Metric, Revision, Target

Rows = dict[str, dict[str, dict[str, Any]]]  # table -> primary key -> column -> value as JSON has it
_ENCODE = DjangoJSONEncoder()
_TABLES: tuple[type[Model], ...] = (
    Commitment,
    Revision,
    Metric,
    Assignment,
    Measure,
    Allocation,
    Target,
    Lineage,
)
_OF: dict[str, type[Model]] = {model.__name__.lower(): model for model in _TABLES}
# what nothing points to goes first, so that its place is free; what others point to goes when they have left it
_LEAVES = ("lineage", "target", "allocation", "assignment")
_STEMS = ("measure", "metric", "revision", "commitment")
# what counts edits and stamps times is no part of what is compared
_PASSED_OVER = frozenset({("commitment", "edit"), ("revision", "made_at")})


def taken(commitment_ids: Iterable[int]) -> Rows:
    """All rows of some commitments as they stand now; a commitment that is not there has none."""
    ids = sorted(set(commitment_ids))
    return {name: dict(_rows(name, rows)) for name, rows in _querysets(ids).items()}


def _querysets(ids: list[int]) -> dict[str, QuerySet[Any]]:
    return {
        "commitment": Commitment.objects.filter(pk__in=ids),
        "revision": Revision.objects.filter(commitment_id__in=ids),
        "metric": Metric.objects.filter(targets__commitment_id__in=ids).distinct(),
        "assignment": Assignment.objects.filter(revision__commitment_id__in=ids),
        "measure": Measure.objects.filter(commitment_id__in=ids),
        "allocation": Allocation.objects.filter(measure__commitment_id__in=ids),
        "target": Target.objects.filter(commitment_id__in=ids),
        "lineage": Lineage.objects.filter(Q(source_id__in=ids) | Q(target_id__in=ids)),
    }


def _rows(name: str, rows: QuerySet[Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    fields = [field.attname for field in _OF[name]._meta.concrete_fields if (name, field.attname) not in _PASSED_OVER]
    for row in rows.order_by("pk").values(*fields):
        yield str(row["id"]), {key: _plain(value) for key, value in row.items()}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else _ENCODE.default(value)


def changed(before: Rows, after: Rows) -> tuple[dict[str, Any], dict[str, Any]]:
    """What differs, as the journal tells it: per table and row the old values, and the new ones."""
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for table in before:
        for key in {**before[table], **after[table]}:
            was, now = before[table].get(key, {}), after[table].get(key, {})
            if was == now:
                continue
            columns = [column for column in {**was, **now} if was.get(column) != now.get(column)]
            old.setdefault(table, {})[key] = {column: was[column] for column in columns if column in was}
            new.setdefault(table, {})[key] = {column: now[column] for column in columns if column in now}
    return old, new


def put_back(now: Rows, then: Rows) -> None:
    """Make the rows that stand as ``now`` stand as ``then``, with the same keys.

    Raises ``Conflict`` (``step-held``) where something else holds a row that would have to go, has taken the place of
    one that would come back, or what one points at (a phase) is gone.
    """
    try:
        with transaction.atomic():
            _write_back(now, then)
            # or it would be told at the end of the transaction only
            connection.check_constraints(table_names=[model._meta.db_table for model in _TABLES])
    except (ProtectedError, IntegrityError) as error:
        raise Conflict(
            "step-held",
            _("This cannot be taken back any more: something else refers to it by now."),
            _("Make the change by hand."),
        ) from error


def _write_back(now: Rows, then: Rows) -> None:
    _take_away(_LEAVES, now, then)
    for name, model in _OF.items():
        for key, values in then[name].items():
            if key not in now[name] and not _stands(name, key):
                model(**_typed(model, values)).save(force_insert=True)
            elif now[name].get(key) != values:
                model._default_manager.filter(pk=int(key)).update(**_typed(model, values))
    _take_away(_STEMS, now, then)


def _stands(name: str, key: str) -> bool:
    """Whether a metric is there, counted by another commitment; nothing else is shared."""
    return name == "metric" and Metric.objects.filter(pk=int(key)).exists()


def _take_away(names: tuple[str, ...], now: Rows, then: Rows) -> None:
    for name in names:
        keys = [int(key) for key in now[name] if key not in then[name]]
        rows = _OF[name]._default_manager.filter(pk__in=keys)
        if name == "metric":  # one that another commitment counts by stays
            rows = rows.filter(targets__isnull=True)
        if keys:
            rows.delete()


def _typed(model: type[Model], values: dict[str, Any]) -> dict[str, Any]:
    return {
        field.attname: field.to_python(values[field.attname])
        for field in model._meta.concrete_fields
        if field.attname in values
    }
