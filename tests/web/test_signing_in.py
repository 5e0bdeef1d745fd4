"""Signing in and out, and forms that were open too long."""

from __future__ import annotations

from django.test import Client

from luoshi.tenancy import actions, queries


def test_a_name_and_its_password_open_the_desk(site: int) -> None:
    county = queries.demonstration()
    assert county is not None
    actions.create_account(jurisdiction_id=county.pk, sign_in_name="clerk", name="文书", password="long-enough-7788")
    client = Client()
    response = client.post("/sign-in/", {"name": "clerk", "password": "long-enough-7788", "next": "/programmes/"})
    assert response["Location"] == "/programmes/"
    client.post("/sign-out/")
    assert client.get("/programmes/").status_code == 302


def test_a_wrong_password_is_said_at_the_field_and_keeps_the_name(site: int) -> None:
    response = Client().post("/sign-in/", {"name": "clerk", "password": "wrong"})
    assert response.status_code == 422
    words = response.content.decode()
    assert "登录名或密码不对" in words
    assert 'value="clerk"' in words
    assert 'value="wrong"' not in words


def test_a_form_without_its_token_is_refused_with_a_sentence(site: int) -> None:
    response = Client(enforce_csrf_checks=True).post("/role/", {"role": "office"})
    assert response.status_code == 403
    assert "页面打开时间过长" in response.content.decode()
