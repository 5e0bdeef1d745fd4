"""Plans: taking them in, correcting, undoing, reading again, looking, accepting."""

from __future__ import annotations

import hashlib

import pytest

from luoshi.audit.models import Entry
from luoshi.kernel.errors import Conflict, Invalid, UnreadableFile
from luoshi.plans import actions, queries
from luoshi.plans.models import Plan, Version
from luoshi.plans.rules import CorrectionState, ItemKind, LookState, Operation, VersionState
from luoshi.plans.rules.corrections import CODE
from rooms.cast import TEXT, County, found_county, keep_draft, look_at_all, small_plan

FIRST, SECOND = (task.span for task in small_plan().tasks)


def retitle(county: County, version_id: int, title: str, revision: int | None = None) -> int:
    return actions.correct(
        actor=county.office,
        version_id=version_id,
        operation=Operation.SET_TITLE,
        kind=ItemKind.TASK,
        span=FIRST,
        payload={"title": title},
        revision=revision,
    )


def title_of(county: County, version_id: int) -> str:
    return queries.reading(county.office, version_id).plan.tasks[0].title


def test_an_uploaded_plan_is_a_draft_with_its_file_and_hash(county: County) -> None:
    version_id = actions.upload_plan(actor=county.office, content=TEXT.encode(), file_name="C:\\plans\\parking.txt")
    version = Version.objects.get(pk=version_id)
    assert (version.file_name, version.kind, version.state, len(version.sha256)) == ("parking.txt", "txt", "draft", 64)
    assert version.reading["source"]["text"] == TEXT


def test_a_file_that_cannot_be_read_leaves_nothing_behind(county: County) -> None:
    with pytest.raises(UnreadableFile):
        actions.upload_plan(actor=county.office, content=b"", file_name="empty.docx")
    assert not Plan.objects.exists()


def test_a_second_upload_to_a_plan_is_its_next_version(county: County) -> None:
    plan_id = Version.objects.get(pk=keep_draft(county)).plan_id
    actions.upload_plan(actor=county.office, content=TEXT.encode(), file_name="again.txt", plan_id=plan_id)
    assert [line.number for line in queries.plans(county.office)] == [2]


def test_a_correction_shows_in_the_reading_and_in_the_journal(county: County) -> None:
    version_id = keep_draft(county)
    retitle(county, version_id, "泊位")
    assert title_of(county, version_id) == "泊位"
    assert Entry.objects.order_by("-sequence")[0].verb == "plans.correct"


def test_undoing_and_redoing_walks_the_log(county: County) -> None:
    version_id = keep_draft(county)
    retitle(county, version_id, "甲")
    retitle(county, version_id, "乙")
    assert actions.undo(actor=county.office, version_id=version_id) == 1
    assert title_of(county, version_id) == "甲"
    actions.undo(actor=county.office, version_id=version_id)
    assert title_of(county, version_id) == "增加停车泊位"
    actions.redo(actor=county.office, version_id=version_id)
    assert title_of(county, version_id) == "甲"


def test_a_new_correction_drops_what_was_undone(county: County) -> None:
    version_id = keep_draft(county)
    retitle(county, version_id, "甲")
    actions.undo(actor=county.office, version_id=version_id)
    retitle(county, version_id, "乙")
    reading = queries.reading(county.office, version_id)
    assert [line.state for line in reading.corrections] == [CorrectionState.APPLIED]
    assert not reading.can_redo


def test_undoing_with_nothing_left_is_a_conflict(county: County) -> None:
    version_id = keep_draft(county)
    with pytest.raises(Conflict) as caught:
        actions.undo(actor=county.office, version_id=version_id)
    assert caught.value.code == "nothing-to-undo"


def test_a_correction_of_a_reading_that_has_changed_meanwhile_is_refused(county: County) -> None:
    version_id = keep_draft(county)
    retitle(county, version_id, "甲", revision=0)
    with pytest.raises(Conflict) as caught:
        retitle(county, version_id, "乙", revision=0)
    assert caught.value.code == "reading-changed"
    assert title_of(county, version_id) == "甲"


@pytest.mark.parametrize(
    ("operation", "span", "payload"),
    [
        (Operation.SET_TITLE, (0, 3), {"title": "no item stands here"}),
        (Operation.SET_TITLE, (5, 5), {"title": "an empty place"}),
        (Operation.SET_TITLE, tuple(FIRST), {}),
        (Operation.SET_KIND, tuple(FIRST), {"to": "poem"}),
        (Operation.SET_UNITS, tuple(FIRST), {"units": [{"name": "县住建局", "role": "boss"}]}),
        (Operation.SET_UNITS, tuple(FIRST), {"units": [7]}),
        (Operation.SET_DEADLINE, tuple(FIRST), {"text": "soon", "kind": "whenever"}),
        (Operation.SET_TARGETS, tuple(FIRST), {"targets": [{"text": "6", "value": "many"}]}),
        (Operation.MOVE_BOUNDS, tuple(FIRST), {"span": [9, 4]}),
        (Operation.SPLIT, tuple(FIRST), {"at": FIRST.end + 1}),
        (Operation.JOIN, tuple(SECOND), {}),
    ],
)
def test_a_correction_that_does_not_fit_is_refused_and_leaves_the_log_as_it_was(
    county: County, operation: Operation, span: tuple[int, int], payload: dict[str, object]
) -> None:
    version_id = keep_draft(county)
    with pytest.raises(Invalid):
        actions.correct(
            actor=county.office,
            version_id=version_id,
            operation=operation,
            kind=ItemKind.TASK,
            span=span,
            payload=payload,
        )
    assert queries.reading(county.office, version_id).corrections == ()


def test_corrections_survive_a_re_reading(county: County) -> None:
    version_id = keep_draft(county)
    actions.correct(
        actor=county.office,
        version_id=version_id,
        operation=Operation.ADD,
        kind=ItemKind.TASK,
        span=(TEXT.index("为方便"), TEXT.index("一、重点") - 1),
        payload={"title": "缘由"},
    )
    assert actions.reread(actor=county.office, version_id=version_id) == 0
    assert "缘由" in [task.title for task in queries.reading(county.office, version_id).plan.tasks]


def test_corrections_survive_a_changed_file_where_their_words_still_stand(county: County) -> None:
    version_id = keep_draft(county)
    add = {"operation": Operation.ADD, "kind": ItemKind.TASK, "payload": {"title": "缘由"}}
    start = TEXT.index("为方便")
    actions.correct(actor=county.office, version_id=version_id, span=(start, start + 14), **add)  # type: ignore[arg-type]
    start = TEXT.index("县住建局摸清底数")
    actions.correct(actor=county.office, version_id=version_id, span=(start, start + 9), **add)  # type: ignore[arg-type]
    changed = ("（演示）\n" + TEXT.replace("摸清底数", "摸清家底")).encode()
    lost = actions.replace_file(actor=county.office, version_id=version_id, content=changed, file_name="new.txt")
    reading = queries.reading(county.office, version_id)
    assert lost == 1
    assert [task.title for task in reading.plan.tasks].count("缘由") == 1
    assert CODE in [doubt.code for doubt in reading.doubts]


def test_doubts_come_errors_first_and_notes_are_none(county: County) -> None:
    reading = queries.reading(county.office, keep_draft(county))
    assert [doubt.code for doubt in reading.doubts] == ["no-number", "no-lead"]
    assert (reading.unseen, reading.errors) == (2, 1)


def test_a_doubt_that_was_seen_still_stands_and_one_that_was_settled_does_not(county: County) -> None:
    version_id = keep_draft(county)
    error, doubt = queries.reading(county.office, version_id).doubts
    actions.look(actor=county.office, version_id=version_id, doubts=[doubt.key])
    actions.look(actor=county.office, version_id=version_id, doubts=[error.key], state=LookState.SETTLED)
    reading = queries.reading(county.office, version_id)
    assert [(it.code, it.stands) for it in reading.doubts] == [("no-lead", True), ("no-number", False)]
    assert (reading.unseen, reading.errors, reading.totals.doubts) == (0, 0, 1)


def test_a_doubt_that_a_correction_settled_stands_again_when_it_is_undone(county: County) -> None:
    version_id = keep_draft(county)
    doubt = queries.reading(county.office, version_id).doubts[1]
    actions.correct(
        actor=county.office,
        version_id=version_id,
        operation=Operation.SET_UNITS,
        kind=ItemKind.TASK,
        span=SECOND,
        payload={"units": [{"name": "县公安局", "role": "lead"}]},
        settles=[doubt.key],
    )
    assert queries.reading(county.office, version_id).unseen == 1
    actions.undo(actor=county.office, version_id=version_id)
    assert queries.reading(county.office, version_id).unseen == 2


def test_nothing_is_accepted_that_has_not_been_seen(county: County) -> None:
    version_id = keep_draft(county)
    with pytest.raises(Conflict) as caught:
        actions.accept(actor=county.office, version_id=version_id, despite_errors=True)
    assert caught.value.code == "doubts-unseen"


def test_an_error_that_stands_keeps_a_plan_from_being_accepted_unless_said_so(county: County) -> None:
    version_id = keep_draft(county)
    look_at_all(county, version_id)
    with pytest.raises(Conflict) as caught:
        actions.accept(actor=county.office, version_id=version_id)
    assert caught.value.code == "errors-stand"
    actions.accept(actor=county.office, version_id=version_id, despite_errors=True)
    assert queries.reading(county.office, version_id).state is VersionState.ACCEPTED


def test_an_accepted_version_takes_no_correction(county: County) -> None:
    version_id = keep_draft(county)
    look_at_all(county, version_id)
    actions.accept(actor=county.office, version_id=version_id, despite_errors=True)
    with pytest.raises(Conflict) as caught:
        retitle(county, version_id, "甲")
    assert caught.value.code == "already-accepted"


def test_a_list_of_plans_counts_what_stands_after_corrections(county: County) -> None:
    version_id = keep_draft(county)
    actions.correct(
        actor=county.office,
        version_id=version_id,
        operation=Operation.REMOVE,
        kind=ItemKind.TASK,
        span=FIRST,
        payload={},
    )
    line = queries.plans(county.office)[0]
    assert (line.version_id, line.tasks, line.pairs, line.open_doubts) == (version_id, 1, 2, 2)


@pytest.mark.parametrize(
    "span", [(FIRST.start + 12, FIRST.end - 3), (FIRST.start - 4, FIRST.start + 2), (FIRST.start - 4, SECOND.end)]
)
def test_words_that_belong_to_a_task_do_not_become_a_second_one(county: County, span: tuple[int, int]) -> None:
    version_id = keep_draft(county)
    with pytest.raises(Invalid) as caught:
        add(county, version_id, ItemKind.TASK, span)
    assert (caught.value.code, caught.value.params["item"]) == ("words-taken", "（一）增加停车泊位")
    assert queries.reading(county.office, version_id).totals.tasks == 2


def test_words_of_a_task_may_become_an_item_of_another_kind(county: County) -> None:
    version_id = keep_draft(county)
    add(county, version_id, ItemKind.SAFEGUARD, (FIRST.start + 12, FIRST.end - 3))
    assert queries.reading(county.office, version_id).totals.safeguards == 1


def test_blanks_that_were_selected_along_take_no_words_from_the_next_task(county: County) -> None:
    version_id = keep_draft(county)
    add(county, version_id, ItemKind.TASK, (TEXT.index("一、重点"), FIRST.start))
    assert queries.reading(county.office, version_id).totals.tasks == 3


def add(county: County, version_id: int, kind: ItemKind, span: tuple[int, int]) -> None:
    actions.correct(
        actor=county.office, version_id=version_id, operation=Operation.ADD, kind=kind, span=span, payload={}
    )


def test_undoing_or_redoing_what_somebody_else_has_corrected_meanwhile_is_refused(county: County) -> None:
    version_id = keep_draft(county)
    seen = retitle(county, version_id, "甲")
    retitle(county, version_id, "乙")
    for turn in (actions.undo, actions.redo):
        with pytest.raises(Conflict) as caught:
            turn(actor=county.office, version_id=version_id, revision=seen)
        assert caught.value.code == "reading-changed"
    assert title_of(county, version_id) == "乙"


def test_undoing_and_redoing_give_the_revision_that_the_next_step_takes(county: County) -> None:
    version_id = keep_draft(county)
    before = retitle(county, version_id, "甲")
    now = actions.undo(actor=county.office, version_id=version_id, revision=before)
    assert actions.redo(actor=county.office, version_id=version_id, revision=now) == before


def test_a_file_that_is_here_already_is_told_with_its_plan_and_only_to_its_own_county(county: County) -> None:
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    assert queries.same_file(county.office, sha256) is None
    version_id = keep_draft(county)
    found = queries.same_file(county.office, sha256)
    assert found == queries.plans(county.office)[0]
    assert found.version_id == version_id
    assert queries.same_file(found_county("临江县").office, sha256) is None
