"""The pages of accounts: the start password once, roles, handing over, the own password."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from luoshi.tenancy.actions import create_account, create_jurisdiction
from luoshi.tenancy.models import Account
from luoshi.units.models import Membership, Unit

NEW = {
    "role": "liaison",
    "sign_in_name": "zhuling",
    "name": "竹岭镇联络员",
    "post": "联络员",
    "contact": "023-55550101",
}


def page(response: object) -> html.HtmlElement:
    return html.fromstring(response.content.decode())  # type: ignore[attr-defined]


def errors(response: object) -> list[str]:
    return [str(name) for name in page(response).xpath("//div[@data-wrong]//*[self::input or self::select]/@name")]


def opened(office: Client, **changed: str) -> tuple[Account, str]:
    """A new account with its start password."""
    sent = {**NEW, "unit": str(Unit.objects.get(name="竹岭镇").pk), **changed}
    response = office.post("/accounts/new/", sent)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    password = page(response).xpath("//dd[@class='start-password']/text()")[0]
    return Account.objects.get(sign_in_name=sent["sign_in_name"]), str(password)


def test_the_start_password_is_shown_once_and_kept_nowhere(office: Client) -> None:
    account, password = opened(office)
    assert account.check_password(password)
    assert password not in office.get(f"/accounts/{account.pk}/").content.decode()


def test_whoever_signs_in_first_changes_the_password_before_anything_else(office: Client) -> None:
    _account, password = opened(office)
    client = Client()
    assert client.post("/sign-in/", {"name": "zhuling", "password": password}).status_code == 302
    assert client.get("/programmes/")["Location"] == "/accounts/mine/"
    sent = {"old": password, "new": "stones-in-the-river", "again": "stones-in-the-river"}
    assert client.post("/accounts/mine/", sent).status_code == 302
    assert client.get("/programmes/").status_code == 200


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"old": "wrong"}, "old"),
        ({"new": "12345", "again": "12345"}, "new"),
        ({"again": "something else"}, "again"),
    ],
)
def test_a_password_that_will_not_do_is_said_at_its_field(office: Client, changed: dict[str, str], field: str) -> None:
    _account, password = opened(office)
    client = Client()
    client.post("/sign-in/", {"name": "zhuling", "password": password})
    sent = {"old": password, "new": "stones-in-the-river", "again": "stones-in-the-river", **changed}
    response = client.post("/accounts/mine/", sent)
    assert (response.status_code, errors(response)) == (422, [field])


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"contact": "13800138000"}, "contact"),
        ({"contact": "办公室 138-0013-8000"}, "contact"),
        ({"post": "500240199001011234"}, "post"),
        ({"name": "500240 19900101 123X"}, "name"),
        ({"sign_in_name": "13800138000"}, "sign_in_name"),
        ({"sign_in_name": "demo-office"}, "sign_in_name"),
        ({"name": ""}, "name"),
    ],
)
def test_what_no_office_needs_is_refused_at_its_field(office: Client, changed: dict[str, str], field: str) -> None:
    sent = {**NEW, "unit": str(Unit.objects.get(name="竹岭镇").pk), **changed}
    response = office.post("/accounts/new/", sent)
    assert (response.status_code, errors(response)) == (422, [field])


def test_the_work_of_a_liaison_goes_over_in_one_step(office: Client) -> None:
    giver = Account.objects.get(sign_in_name="demo-township")
    taker, _password = opened(office)
    assert office.post(f"/accounts/{giver.pk}/hand-over/", {"to": str(taker.pk)}).status_code == 302
    assert not giver.memberships.exists()
    assert {row.unit.name for row in taker.memberships.all()} == {"枫溪镇", "竹岭镇"}


def test_the_office_changes_neither_its_own_roles_nor_those_of_its_equals(office: Client) -> None:
    own = Account.objects.get(sign_in_name="demo-office")
    unit = Unit.objects.get(name="竹岭镇")
    grant = {"unit": str(unit.pk), "role": "liaison"}
    assert office.post(f"/accounts/{own.pk}/role/", grant).status_code == 403
    account, _password = opened(office)
    assert office.post(f"/accounts/{account.pk}/role/", {**grant, "role": "manager"}).status_code == 422
    assert not Membership.objects.filter(role="manager").exists()


def test_a_closed_account_signs_in_no_more_until_it_is_restored(office: Client) -> None:
    account, password = opened(office)
    sent = {"name": "zhuling", "password": password}
    office.post(f"/accounts/{account.pk}/state/", {"do": "close"})
    assert Client().post("/sign-in/", sent).status_code == 422
    assert office.post(f"/accounts/{account.pk}/state/", {"do": "close"}).status_code == 409
    office.post(f"/accounts/{account.pk}/state/", {"do": "restore"})
    assert Client().post("/sign-in/", sent).status_code == 302


def test_a_role_is_added_and_taken_away(office: Client) -> None:
    account, _password = opened(office)
    unit = Unit.objects.get(name="枫溪镇")
    office.post(f"/accounts/{account.pk}/role/", {"unit": str(unit.pk), "role": "approver"})
    assert account.memberships.filter(unit=unit, role="approver").exists()
    office.post(f"/accounts/{account.pk}/take/", {"held": f"approver-{unit.pk}"})
    assert not account.memberships.filter(unit=unit).exists()


def test_an_account_is_changed_and_a_stale_form_refused(office: Client) -> None:
    account, _password = opened(office)
    sent = {"edit": "0", "name": "竹岭镇办公室", "post": "", "contact": "55550102"}
    assert office.post(f"/accounts/{account.pk}/", sent).status_code == 302
    assert office.post(f"/accounts/{account.pk}/", sent).status_code == 409


def csv(*rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("账号.csv", "\n".join(("登录名,姓名,单位,职务,办公电话,角色", *rows)).encode())


def test_a_table_of_accounts_shows_each_row_and_gives_the_start_passwords_once(office: Client) -> None:
    rows = (
        "gudu,古渡镇联络员,古渡镇,联络员,55550103,联络员、审核人",
        "gudu,古渡镇联络员,松林镇,联络员,55550103,",
        "a2,,古渡镇,,,",
        "a3,某联络员,没有这个单位,,,",
        "a4,某管理员,古渡镇,,,系统管理员",
        "a5,=1+1,古渡镇,,,",
        "demo-office,改名,古渡镇,,,",
    )
    shown = page(office.post("/accounts/import/", {"file": csv(*rows)}))
    assert shown.xpath("//span[@data-fate]/@data-fate") == ["create", "create", *["refused"] * 5]
    sealed = shown.xpath("//input[@name='sealed']/@value")[0]
    response = office.post("/accounts/import/confirm/", {"sealed": sealed})
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    account = Account.objects.get(sign_in_name="gudu")
    assert account.check_password(page(response).xpath("//code/text()")[0])
    assert set(account.memberships.values_list("unit__name", "role")) == {
        ("古渡镇", "liaison"),
        ("古渡镇", "approver"),
        ("松林镇", "liaison"),
    }
    again = page(office.post("/accounts/import/", {"file": csv(rows[0])}))
    assert again.xpath("//span[@data-fate]/@data-fate") == ["same"]


@pytest.mark.parametrize("role", ["department", "township", "leader"])
def test_everybody_has_a_page_of_the_own_account(sits: Callable[[str], Client], role: str) -> None:
    assert sits(role).get("/accounts/mine/").status_code == 200


def test_an_account_of_another_county_does_not_exist(office: Client) -> None:
    stranger = create_account(
        jurisdiction_id=create_jurisdiction(name="远山县").pk, sign_in_name="stranger", name="远山"
    )
    for address in ("", "role/", "take/", "password/", "state/", "hand-over/"):
        call = office.post if address else office.get
        held = {"held": "liaison-1", "unit": "1", "role": "liaison", "to": "1"}
        assert call(f"/accounts/{stranger.pk}/{address}", held).status_code in (403, 404)
    stranger.refresh_from_db()
    assert stranger.is_active
