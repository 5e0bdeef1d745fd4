"""Verbs of stored bytes: keeping them, and taking in what somebody sends."""

from luoshi.files.actions.keeping import keep, keep_picture
from luoshi.files.actions.settling import mask_upload, vouch_for_upload, withdraw_upload
from luoshi.files.actions.sweeping import sweep
from luoshi.files.actions.taking import Settling, Taken, take
from luoshi.files.actions.uploads import Sent, receive

__all__ = [
    "Sent",
    "Settling",
    "Taken",
    "keep",
    "keep_picture",
    "mask_upload",
    "receive",
    "sweep",
    "take",
    "vouch_for_upload",
    "withdraw_upload",
]
