"""Keeping frameworks: a table of indicators in versions; a version that was kept is never changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max

from luoshi.assessment.models import Framework as KeptFramework
from luoshi.assessment.models import FrameworkVersion
from luoshi.assessment.models import Row as KeptRow
from luoshi.assessment.policy import require_keeping, visible_frameworks
from luoshi.assessment.queries.importing import told_framework
from luoshi.assessment.rules.exchange import digest, framework_from_dict, framework_to_dict
from luoshi.assessment.rules.framework import Framework, Row, walk
from luoshi.assessment.rules.numbers import millionths
from luoshi.audit.actions import record
from luoshi.kernel.errors import Conflict, NotFound
from luoshi.kernel.wording import _
from luoshi.programme.rules.texts import require_reason
from luoshi.tenancy.rules import Actor

BATCH = 500


def keep_framework(
    *,
    actor: Actor,
    framework: Framework,
    today: date,
    findings: Sequence[Mapping[str, object]] = (),
    framework_id: int | None = None,
    template: str = "",
    file_name: str = "",
) -> int:
    """Keep a framework, as the first version of a new one or the next of ``framework_id``; gives the version's id.

    What equals the latest version is that version: nothing is kept twice. ``findings`` is what the lint said, as
    ``rules.lint.to_kept`` writes it. Raises ``NotAllowed`` for whoever is of no office, ``NotFound``.
    """
    require_keeping(actor)
    mark = digest(framework)
    with transaction.atomic():
        kept = _kept(actor, framework, framework_id, template)
        last = kept.versions.order_by("-number").first()
        if last is not None and last.digest == mark:
            return last.pk
        version = FrameworkVersion.objects.create(
            jurisdiction_id=actor.jurisdiction_id,
            framework=kept,
            number=(kept.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
            body=framework_to_dict(framework),
            digest=mark,
            findings=[dict(finding) for finding in findings],
            file_name=file_name[:200],
            made_by_id=actor.account_id,
            made_on=today,
        )
        _write_rows(version, framework.rows)
        record(
            actor=actor,
            verb="assessment.keep_framework",
            subject_kind="framework",
            subject_id=kept.pk,
            new={"title": kept.title, "version": version.number, "digest": mark, "file": version.file_name},
        )
        return version.pk


def edit_framework(
    *, actor: Actor, framework_id: int, version_id: int, change: Callable[[Framework], Framework], today: date
) -> int:
    """Edit the latest version a little and keep it as the next; gives that version's id. ``version_id`` is the one that
    the editor saw. Raises ``Conflict`` (``stale``), ``Invalid`` (``framework-unsound``), ``NotFound``, ``NotAllowed``.
    """
    require_keeping(actor)
    with transaction.atomic():
        kept = _framework(actor, framework_id)
        last = kept.versions.order_by("-number").first()
        if last is None or last.pk != version_id:
            raise Conflict(
                "stale",
                _("Somebody else has changed this meanwhile."),
                _("Reload the page, look at what has changed, and decide again."),
            )
        made = change(framework_from_dict(last.body))
        return keep_framework(
            actor=actor,
            framework=made,
            today=today,
            findings=told_framework(made).findings,
            framework_id=framework_id,
        )


def withdraw_framework(*, actor: Actor, framework_id: int, reason: str, today: date) -> None:
    """Offer a framework no more; programmes that adopted it and their rounds go on with it."""
    require_keeping(actor)
    why = require_reason(reason)
    with transaction.atomic():
        kept = _framework(actor, framework_id)
        kept.withdrawn_on = today
        kept.save(update_fields=["withdrawn_on"])
        record(
            actor=actor,
            verb="assessment.withdraw_framework",
            subject_kind="framework",
            subject_id=kept.pk,
            new={"withdrawn_on": today.isoformat(), "reason": why},
        )


def _kept(actor: Actor, framework: Framework, framework_id: int | None, template: str) -> KeptFramework:
    if framework_id is None:
        return KeptFramework.objects.create(
            jurisdiction_id=actor.jurisdiction_id, title=framework.title[:300], template=template
        )
    return _framework(actor, framework_id)


def _framework(actor: Actor, framework_id: int) -> KeptFramework:
    found = visible_frameworks(actor).select_for_update().filter(pk=framework_id).first()
    if found is None:
        raise NotFound("framework-not-found", _("There is no such framework."))
    return found


def _write_rows(version: FrameworkVersion, rows: tuple[Row, ...]) -> None:
    """The rows of a version, level by level, since a row needs the key of its parent."""
    order = {row.code: place for place, row in enumerate(walk(rows), start=1)}
    ids: dict[str, int] = {}
    level: list[tuple[str | None, Row]] = [(None, row) for row in rows]
    while level:
        made = KeptRow.objects.bulk_create(
            [
                KeptRow(
                    jurisdiction_id=version.jurisdiction_id,
                    version=version,
                    parent_id=None if parent is None else ids[parent],
                    order=order[row.code],
                    code=row.code,
                    title=row.title[:500],
                    kind=row.kind.value,
                    points=None if row.points is None else millionths(row.points),
                    leaf=not row.children,
                )
                for parent, row in level
            ],
            batch_size=BATCH,
        )
        ids |= {kept.code: kept.pk for kept in made}
        level = list(_beneath(level))


def _beneath(level: list[tuple[str | None, Row]]) -> Iterator[tuple[str | None, Row]]:
    return ((row.code, child) for _parent, row in level for child in row.children)
