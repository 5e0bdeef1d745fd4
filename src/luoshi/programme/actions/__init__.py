"""The verbs of a programme, one module a subject."""

from luoshi.programme.actions.accepting import Accepted, accept_plan
from luoshi.programme.actions.issuing import issue

__all__ = ["Accepted", "accept_plan", "issue"]
