"""Which error gets which status, from the one table."""

from __future__ import annotations

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from luoshi.kernel.errors import Conflict, Invalid, LuoshiError, NotAllowed, NotFound, UnreadableFile
from luoshi.web.errors import WORDS, ErrorPages, server_error, status_of


@pytest.mark.parametrize(
    ("kind", "status"),
    [(NotAllowed, 403), (NotFound, 404), (Conflict, 409), (Invalid, 422), (UnreadableFile, 422), (LuoshiError, 400)],
)
def test_each_kind_of_error_has_its_status(kind: type[LuoshiError], status: int) -> None:
    assert status_of(kind("code", "words")) == status


def test_a_body_that_is_too_large_is_413(db: None, settings: Settings) -> None:
    assert status_of(RequestDataTooBig()) == 413
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert Client().post("/language/", {"language": "e" * 500}).status_code == 413


def test_an_error_that_nobody_foresaw_is_left_to_django() -> None:
    middleware = ErrorPages(lambda _request: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), KeyError("x")) is None


def test_the_last_page_needs_no_database() -> None:
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "系统出错" in response.content.decode()


def test_every_status_of_the_table_has_words() -> None:
    assert {400, 403, 404, 409, 413, 422, 500, 503, 507} == set(WORDS)
