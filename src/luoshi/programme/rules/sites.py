"""How many demonstration sites there are, and should be: of each category, and of a structure in all. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from luoshi.files.rules.clean import require_public
from luoshi.kernel.errors import Invalid
from luoshi.kernel.phrases import Phrase
from luoshi.kernel.wording import _

PROFILE_LIMIT = 1000  # characters
QUOTA_LIMIT = 9999


class Fill(StrEnum):
    """How a number of sites stands to its quota; *free* where none is set, which is not the same as met."""

    FREE = "free"
    SHORT = "short"
    MET = "met"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Quota:
    """How many there should be, both ends included; None where an end is open."""

    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """A number of sites judged by its quota: ``said`` is "3 of 2-4", ``reason`` what is short or over."""

    count: int
    quota: Quota
    fill: Fill
    said: Phrase
    reason: Phrase


@dataclass(frozen=True, slots=True)
class Scheme:
    """The quotas of a structure: a total, and each category (by id)."""

    total: int | None
    categories: Mapping[int, Quota]


def filled(count: int, quota: Quota) -> Filled:
    """Judge a number of sites; those that were withdrawn are not counted by whoever calls."""
    if quota.least is not None and count < quota.least:
        fill, reason = Fill.SHORT, Phrase(_("{n} more are needed"), {"n": quota.least - count})
    elif quota.most is not None and count > quota.most:
        fill, reason = Fill.OVER, Phrase(_("{n} too many"), {"n": count - quota.most})
    elif quota.least is None and quota.most is None:
        fill, reason = Fill.FREE, Phrase(_("no number is asked for"))
    elif quota.most is not None and count < quota.most:
        fill, reason = Fill.MET, Phrase(_("room for {n} more"), {"n": quota.most - count})
    else:
        fill, reason = Fill.MET, Phrase(_("as many as are asked for"))
    return Filled(count, quota, fill, _said(count, quota), reason)


def _said(count: int, quota: Quota) -> Phrase:
    if quota.least is None and quota.most is None:
        return Phrase("{count}", {"count": count})
    if quota.least == quota.most:
        return Phrase(_("{count} of {most}"), {"count": count, "most": quota.most})
    if quota.most is None:
        return Phrase(_("{count} of at least {least}"), {"count": count, "least": quota.least})
    if quota.least is None:
        return Phrase(_("{count} of at most {most}"), {"count": count, "most": quota.most})
    return Phrase(_("{count} of {least}–{most}"), {"count": count, "least": quota.least, "most": quota.most})


def in_all(counts: Iterable[int], total: int | None) -> Filled:
    """All categories of a structure together."""
    return filled(sum(counts), Quota(total, total))


def entering(
    scheme: Scheme, counts: Mapping[int, int], category_id: int, leaving: int | None = None
) -> tuple[Phrase, ...]:
    """What one more site in a category would exceed, in words; ``leaving`` is the category that it comes from.

    Nothing is said of what is over already and gets no worse: a move within a structure leaves its total alone.
    """
    found = []
    if leaving != category_id:
        here = filled(counts.get(category_id, 0) + 1, scheme.categories[category_id])
        if here.fill is Fill.OVER:
            found.append(Phrase(_("The category would have {said}."), {"said": here.said}))
    if leaving not in scheme.categories:
        whole = in_all((*counts.values(), 1), scheme.total)
        if whole.fill is Fill.OVER:
            found.append(Phrase(_("In all there would be {said}."), {"said": whole.said}))
    return tuple(found)


def possible(total: int | None, quotas: Iterable[Quota]) -> Phrase | None:
    """Why no choice within the quotas can give the total; None where one can, or nothing is asked."""
    rows = tuple(quotas)
    if total is None or not rows:
        return None
    least = sum(row.least or 0 for row in rows)
    if least > total:
        return Phrase(
            _("The categories ask for {least} together, the total is {total}."), {"least": least, "total": total}
        )
    if any(row.most is None for row in rows):
        return None
    most = sum(row.most or 0 for row in rows)
    if most < total:
        return Phrase(_("The categories allow {most} together, the total is {total}."), {"most": most, "total": total})
    return None


def require_quota(quota: Quota) -> None:
    """Raise ``Invalid`` (``quota-range``) for a quota that ends before it begins or is no number of sites."""
    ends = [end for end in (quota.least, quota.most) if end is not None]
    if any(not 0 <= end <= QUOTA_LIMIT for end in ends) or ends != sorted(ends):
        raise Invalid(
            "quota-range", _("A quota runs from the least to the most, both between 0 and {limit}."), limit=QUOTA_LIMIT
        )


def require_profile(profile: str) -> str:
    """The profile as it is kept. Raises ``Invalid``: ``profile-length`` for more than ``PROFILE_LIMIT`` characters, and
    what ``require_public`` raises.
    """
    kept = profile.replace("\r\n", "\n").strip()
    if len(kept) > PROFILE_LIMIT:
        raise Invalid(
            "profile-length",
            _("The profile has {n} characters; at most {limit} are kept."),
            _("Shorten it."),
            n=len(kept),
            limit=PROFILE_LIMIT,
        )
    return require_public(kept, "profile-length")
