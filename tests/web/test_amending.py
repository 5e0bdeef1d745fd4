"""Pages of amendments: a newer version is taken in, compared, and decided change by change."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from luoshi.plans.models import Version
from luoshi.programme.models import Amendment, Change, Programme, Revision


@pytest.fixture
def text(site: int) -> str:
    """The text that the programme of the demonstration stands on."""
    version = Programme.objects.get(pk=site).version
    assert version is not None
    return str(version.reading["source"]["text"])


@pytest.fixture
def sentence(site: int) -> str:
    """A sentence of the first task, which stands once in the plan."""
    revision = Revision.objects.filter(commitment__programme_id=site, commitment__kind="task").earliest("pk")
    return revision.text.split("。")[0] + "。"


@pytest.fixture
def amendment(site: int, office: Client, text: str, sentence: str) -> Amendment:
    """A newer version with one sentence reworded, opened by the office."""
    changed = text.replace(sentence, sentence[:-1] + "，按月公布进展。", 1)
    answer = office.post(
        f"/programmes/{site}/amendments/version/", {"file": SimpleUploadedFile("新版.txt", changed.encode())}
    )
    version_id = int(answer["Location"].rstrip("/").rsplit("/", 1)[1])
    keys = [doubt["key"] for doubt in _doubts(office, version_id)]
    office.post(f"/plans/{version_id}/look/", {"doubt": keys, "state": "settled"})
    answer = office.post(f"/programmes/{site}/amendments/open/", {"version": version_id, "reason": "as published"})
    assert answer.status_code == 302, answer.content.decode()
    return Amendment.objects.get(programme_id=site)


def _doubts(client: Client, version_id: int) -> list[dict[str, str]]:
    context = client.get(f"/plans/{version_id}/").context
    return [{"key": doubt.key} for doubt in context["desk"].stored.doubts]


@pytest.fixture
def change(amendment: Amendment) -> Change:
    """The reworded task."""
    return amendment.changes.get(kind="changed")


def address(amendment: Amendment, rest: str = "") -> str:
    return f"/programmes/{amendment.programme_id}/amendments/{amendment.pk}/{rest}"


def test_the_list_teaches_how_an_amendment_begins(site: int, office: Client) -> None:
    page = office.get(f"/programmes/{site}/amendments/").content.decode()
    assert f"/programmes/{site}/amendments/version/" in page


def test_a_newer_version_leads_to_its_reading_and_waits_in_the_list(site: int, office: Client, text: str) -> None:
    file = SimpleUploadedFile("新版.txt", text.encode())
    answer = office.post(f"/programmes/{site}/amendments/version/", {"file": file})
    found = Version.objects.latest("pk")
    assert answer["Location"] == f"/plans/{found.pk}/"
    assert f'name="version" value="{found.pk}"' in office.get(f"/programmes/{site}/amendments/").content.decode()


def test_the_reading_of_a_newer_version_leads_to_the_comparison(site: int, office: Client, text: str) -> None:
    file = SimpleUploadedFile("新版.txt", text.encode())
    made = office.post(f"/programmes/{site}/amendments/version/", {"file": file})["Location"]
    assert f'href="/programmes/{site}/amendments/"' in office.get(made).content.decode()


def test_a_name_that_nobody_knows_is_told_before_the_comparison(site: int, office: Client, text: str) -> None:
    file = SimpleUploadedFile("新版.txt", text.replace("责任单位：", "责任单位：县新设立局、", 1).encode())
    made = office.post(f"/programmes/{site}/amendments/version/", {"file": file})["Location"]
    page = office.get(f"/programmes/{site}/amendments/").content.decode()
    assert f'href="{made}accept/"' in page


def test_a_phase_with_another_end_stands_among_the_changes(site: int, office: Client, text: str) -> None:
    longer = re.sub(r"(?<=—)(\d{4})(?=年\d+月）)", lambda year: str(int(year[1]) + 1), text)
    file = SimpleUploadedFile("新版.txt", longer.encode())
    made = int(office.post(f"/programmes/{site}/amendments/version/", {"file": file})["Location"].split("/")[-2])
    keys = [doubt["key"] for doubt in _doubts(office, made)]
    office.post(f"/plans/{made}/look/", {"doubt": keys, "state": "settled"})
    answer = office.post(f"/programmes/{site}/amendments/open/", {"version": made, "reason": "as published"})
    last = Change.objects.filter(old_item__kind="phase", kind="changed").latest("order")
    assert f'id="change-{last.pk}"' in office.get(answer["Location"]).content.decode()


def test_a_file_that_cannot_be_read_is_said_at_its_field(site: int, office: Client) -> None:
    file = SimpleUploadedFile("坏.docx", b"PK\x03\x04 nothing")
    answer = office.post(f"/programmes/{site}/amendments/version/", {"file": file})
    assert answer.status_code == 422
    assert answer.context["upload"].errors["file"]


def test_unseen_doubts_are_said_where_the_comparison_is_asked_for(site: int, office: Client, text: str) -> None:
    file = SimpleUploadedFile("新版.txt", text.replace("。", "，", 40).encode())
    made = int(office.post(f"/programmes/{site}/amendments/version/", {"file": file})["Location"].split("/")[-2])
    answer = office.post(f"/programmes/{site}/amendments/open/", {"version": made, "reason": ""})
    assert answer.status_code in {302, 409}
    assert (answer.status_code == 302) == Amendment.objects.exists()


def test_both_texts_stand_side_by_side_with_what_came(office: Client, amendment: Amendment) -> None:
    page = office.get(address(amendment)).content.decode()
    assert "<ins>，按月公布进展</ins>" in page


def test_accepting_redirects_back_to_the_change(office: Client, amendment: Amendment, change: Change) -> None:
    answer = office.post(address(amendment, f"changes/{change.pk}/"), {"decision": "accepted", "reason": ""})
    assert (answer.status_code, answer["Location"]) == (302, f"{address(amendment)}#change-{change.pk}")
    assert Revision.objects.filter(commitment=change.commitment).count() == 2


def test_keeping_asks_for_the_reason_at_its_field(office: Client, amendment: Amendment, change: Change) -> None:
    where = address(amendment, f"changes/{change.pk}/")
    answer = office.post(where, {"decision": "kept", "reason": ""}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert f'id="wrong-{change.pk}"' in answer.content.decode()
    change.refresh_from_db()
    assert change.decision == "open"


def test_a_decision_renews_only_the_change_and_the_figures(
    office: Client, amendment: Amendment, change: Change
) -> None:
    where = address(amendment, f"changes/{change.pk}/")
    answer = office.post(where, {"decision": "kept", "reason": "not agreed"}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert 'hx-swap-oob="true"' in page
    assert "<html" not in page
    assert "not agreed" in page


def test_a_stale_decision_is_a_conflict(office: Client, amendment: Amendment, change: Change) -> None:
    answer = office.post(address(amendment, f"changes/{change.pk}/"), {"decision": "accepted", "edit": "77"})
    assert answer.status_code == 409


def test_all_of_a_kind_are_accepted_at_once_and_the_amendment_closed(
    site: int, office: Client, amendment: Amendment
) -> None:
    for kind in ("changed", "moved", "added", "removed"):
        office.post(address(amendment, "all/"), {"decision": "accepted", "kind": kind})
    assert office.post(address(amendment, "close/")).status_code == 302
    assert Programme.objects.get(pk=site).version_id == amendment.new_id


def test_the_history_of_a_commitment_tells_both_wordings(office: Client, amendment: Amendment, change: Change) -> None:
    office.post(address(amendment, f"changes/{change.pk}/"), {"decision": "accepted", "reason": "as published"})
    page = office.get(f"/commitments/{change.commitment_id}/history/").content.decode()
    assert "as published" in page
    assert "<ins>，按月公布进展</ins>" in page


@pytest.mark.parametrize("role", ["department", "township", "leader"])
def test_others_read_amendments_and_decide_nothing(
    sits: Callable[[str], Client], amendment: Amendment, change: Change, role: str
) -> None:
    client = sits(role)
    page = client.get(address(amendment))
    assert page.status_code == 200
    assert "data-key" not in page.content.decode()
    answer = client.post(address(amendment, f"changes/{change.pk}/"), {"decision": "accepted"})
    assert answer.status_code == 403


def test_a_department_is_led_to_no_page_that_it_may_not_open(
    sits: Callable[[str], Client], amendment: Amendment, change: Change
) -> None:
    client = sits("department")
    pages = (f"/programmes/{amendment.programme_id}/amendments/", f"/commitments/{change.commitment_id}/history/")
    found = {link for page in pages for link in re.findall(r'href="(/plans/[^"]*)"', client.get(page).content.decode())}
    assert found == set()


# --- what was withdrawn -----------------------------------------------------------------------------------------


@pytest.fixture
def gone(office: Client, amendment: Amendment, change: Change) -> Change:
    """The reworded task, as though the newer version had it no more."""
    Change.objects.filter(pk=change.pk).update(kind="removed", new_item=None)
    office.post(address(amendment, f"changes/{change.pk}/"), {"decision": "accepted", "reason": "superseded"})
    change.refresh_from_db()
    return change


def test_a_withdrawn_commitment_says_so_and_is_not_offered_to_be_amended(office: Client, gone: Change) -> None:
    page = office.get(f"/commitments/{gone.commitment_id}/").content.decode()
    assert f"/commitments/{gone.commitment_id}/amend/" not in page
    assert office.get(f"/commitments/{gone.commitment_id}/").context["sheet"].withdrawn_on == gone.decided_on


def test_the_history_of_a_withdrawn_commitment_tells_who_and_why(office: Client, gone: Change) -> None:
    history = office.get(f"/commitments/{gone.commitment_id}/history/").context["history"]
    assert gone.account is not None
    assert (history.withdrawn_by, history.withdrawn_reason) == (gone.account.name, "superseded")


def test_the_place_of_a_commitment_is_shown_in_the_version_that_has_it(
    office: Client, amendment: Amendment, change: Change
) -> None:
    office.post(address(amendment, f"changes/{change.pk}/"), {"decision": "accepted"})
    office.post(address(amendment, "close/"))
    other = amendment.changes.filter(kind="unchanged", commitment__kind="task").earliest("order")
    shown = [office.get(f"/commitments/{pk}/").context["sheet"] for pk in (change.commitment_id, other.commitment_id)]
    assert [sheet.version_id for sheet in shown] == [amendment.new_id, amendment.old_id]
