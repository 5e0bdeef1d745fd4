"""What is answered to whoever sent a file: one JSON object, in the words of the page's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import JsonResponse
from django.utils.translation import get_language

from luoshi.files.queries import UploadSheet
from luoshi.files.rules.uploads import UPLOAD_WORDS, Said
from luoshi.kernel.errors import LuoshiError
from luoshi.kernel.wording import translate
from luoshi.web.errors import SOON, status_of


def told(sheet: UploadSheet, status: int = 200) -> JsonResponse:
    """An upload: ``{id, key, name, size, sha256, state, words, media_type, kept, faults, findings, questions}``."""
    language = get_language() or ""
    body = {
        "id": sheet.id,
        "key": sheet.key,
        "name": sheet.name,
        "size": sheet.size,
        "sha256": sheet.sha256,
        "state": sheet.state,
        "words": translate(UPLOAD_WORDS[sheet.state], language),
        "media_type": sheet.media_type,
        "kept": sheet.blob_id is not None,
        "faults": _said(sheet.looked.faults, language),
        "findings": _said(sheet.looked.findings, language),
        "questions": _said(sheet.looked.questions, language),
    }
    return _fresh(JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False}))


def refused(error: LuoshiError) -> JsonResponse:
    """Why nothing was taken in: ``{error: {code, words}}`` with the status of the table of errors."""
    body = {"error": {"code": error.code, "words": error.in_words(get_language() or "")}}
    response = JsonResponse(body, status=status_of(error) or 400, json_dumps_params={"ensure_ascii": False})
    if response.status_code == 503:
        response["Retry-After"] = str(SOON)
    return _fresh(response)


def _said(said: Iterable[Said], language: str) -> list[dict[str, Any]]:
    return [
        {
            "code": one.code,
            "words": one.words.words(language),
            "advice": one.advice.words(language) if one.advice else "",
            "shown": one.shown,
        }
        for one in said
    ]


def _fresh(response: JsonResponse) -> JsonResponse:
    response["Cache-Control"] = "no-store"
    return response
