"""Addresses of the parts of an assessment's table."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.parts import views

PARTS = "assessment/<int:adoption_id>/parts/"

urlpatterns = [
    path(PARTS, views.parts, name="parts"),
    path(f"{PARTS}<int:row_id>/", views.part, name="part"),
]
