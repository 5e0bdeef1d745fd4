"""The errors that a user may meet: each says what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from luoshi.kernel.wording import DEFAULT_LANGUAGE, translate


class LuoshiError(Exception):
    """Base of every error that is shown to a user as one clear sentence.

    ``code`` is stable and machine-readable (``file-empty``); ``message`` and ``advice`` are catalogue keys (marked with
    ``kernel.wording._``) with ``{name}`` places that ``params`` fills.
    """

    def __init__(self, code: str, message: str, advice: str = "", **params: object) -> None:
        super().__init__(message.format(**params) if params else message)
        self.code = code
        self.message = message
        self.advice = advice
        self.params: Mapping[str, object] = params

    def in_words(self, language: str = DEFAULT_LANGUAGE) -> str:
        """What is wrong and what to do, in one line."""
        parts = (translate(part, language, self.params) for part in (self.message, self.advice) if part)
        return "".join(parts) if language.startswith("zh") else " ".join(parts)


class UnreadableFile(LuoshiError):
    """A file that cannot be read as a plan; the reader raises nothing else."""


class NotAllowed(LuoshiError):
    """The actor may see the thing but not do this to it (403 on the faces)."""


class NotFound(LuoshiError):
    """There is no such thing, or the actor may not know of it (404 on the faces)."""


class Conflict(LuoshiError):
    """The thing has changed meanwhile, or its state does not take this verb (409 on the faces)."""


class Invalid(LuoshiError):
    """What was given cannot be accepted (422 on the faces, beside its field)."""
