"""Which body or group is meant: by its id, or by a name as people write it."""

from __future__ import annotations

from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _
from luoshi.programme.rules.decomposition import Body
from luoshi.tenancy.rules import Actor
from luoshi.units import queries as unit_queries

LONGEST = 120


def meant_body(actor: Actor, unit_id: int | None, group_id: int | None, called: str = "") -> Body:
    """A body or a group of the county; ``called`` is its name, another name of it, or what is surely the same.

    Raises ``NotFound``, ``Invalid`` (``body-or-group``, ``name-unknown`` with what is near).
    """
    if called.strip():
        return _called(actor, called.strip()[:LONGEST])
    if (unit_id is None) == (group_id is None):
        raise Invalid("body-or-group", _("Choose a body or a group."))
    if unit_id is not None:
        return Body(unit_id, None, unit_queries.unit(actor, unit_id).name)
    for group in unit_queries.groups(actor):
        if group.id == group_id:
            return Body(None, group_id, group.name)
    raise Invalid("body-or-group", _("Choose a body or a group."))


def _called(actor: Actor, written: str) -> Body:
    bodies, groups = unit_queries.unit_directory(actor), unit_queries.group_directory(actor)
    near = ""
    for directory in (bodies, groups):
        names = {known.id: known.name for known in directory.known}
        found = directory.match(written)
        if found.id is not None:
            name = names[found.id]
            return Body(found.id, None, name) if directory is bodies else Body(None, found.id, name)
        near = near or names.get(found.suggested_id or 0, "")
    if near:
        raise Invalid(
            "name-unknown",
            _("Nothing here is called “{name}”. Is {near} meant?"),
            _("Write the name as the list of units has it."),
            name=written,
            near=near,
        )
    raise Invalid(
        "name-unknown",
        _("Nothing here is called “{name}”."),
        _("Write the name as the list of units has it, or add the unit there first."),
        name=written,
    )
