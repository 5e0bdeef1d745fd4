"""What a report says, and what is refused of it before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, replace

from luoshi.files.rules.clean import require_clean_fields
from luoshi.kernel.errors import Invalid
from luoshi.kernel.wording import _
from luoshi.reporting.models import AnswerVersion, Request
from luoshi.reporting.rules import TEXT_LIMIT, Approval, ReportState
from luoshi.reporting.rules.reports import SIGNED_LIMIT
from luoshi.tenancy.rules import require_no_identity

_EMPTY = _("Say in a sentence what was done.")
_EMPTY_ANSWER = _("Answer in words, with the figure or with evidence; where it is not known, say so.")
TYPED = ("text", "figure", "signed")  # the fields of a report, or of its draft, that are typed freely


@dataclass(frozen=True, slots=True)
class Said:
    """What a report says. ``figure`` is a decimal as people write it, of ``target_id`` or the first quantity; where a
    question is answered, of the quantity that it asks for. ``evidence_ids`` None: what the draft brings.
    """

    state: ReportState
    text: str = ""
    figure: str = ""
    target_id: int | None = None
    reachable: bool | None = None
    evidence_ids: tuple[int, ...] | None = ()
    signed: str = ""
    reused: bool = False
    version: AnswerVersion | None = None  # the earlier version that is given again

    def require_clean(self) -> None:
        """Raise ``Invalid`` (``personal-words``, ``identity-number``) for what belongs to a private person, while
        nobody waits yet.
        """
        require_clean_fields(self, TYPED)
        require_no_identity(self.text)

    def of(self, row: Request) -> Said:
        """The same as it concerns a request whose draft is loaded: how the work stands is not asked by a question."""
        draft = getattr(row, "draft", None)
        evidence = self.evidence_ids
        if evidence is None:
            evidence = tuple(draft.evidence.values_list("evidence_id", flat=True)) if draft is not None else ()
        return replace(
            self,
            state=ReportState.UNDER_WAY if row.question_id is not None else self.state,
            evidence_ids=evidence,
        )


def check(row: Request, said: Said, approval: Approval) -> None:
    """Raise ``Invalid`` (``report-too-long``, ``report-state``, ``answer-empty``, ``figure-not-asked``,
    ``signed-paper-missing``, ``signed-paper-long``) for what is not taken; the text was screened before anybody waited.

    A question is answered by words, a figure or evidence: where a figure is not known, words say so.
    """
    if len(said.text) > TEXT_LIMIT:
        raise Invalid("report-too-long", _("A report has at most {most} characters."), most=TEXT_LIMIT)
    if said.state is ReportState.NO_CHANGE:
        raise Invalid("report-state", _("Say how it stands: under way or completed."))
    question = row.question
    if question is not None and said.figure.strip() and question.metric_id is None:
        raise Invalid("figure-not-asked", _("No figure is asked for here: say it in words."))
    if not said.text and not (question is not None and (said.figure.strip() or said.evidence_ids)):
        raise Invalid("answer-empty", _EMPTY if question is None else _EMPTY_ANSWER)
    if len(said.signed) > SIGNED_LIMIT:
        raise Invalid("signed-paper-long", _("This is too long: at most {most} characters."), most=SIGNED_LIMIT)
    if approval is Approval.ON_PAPER and not said.signed:
        raise Invalid("signed-paper-missing", _("Name the signed paper: its title, number or day."))
