"""Addresses of settings."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.settings import phases, restricting, views

urlpatterns = [
    path("programmes/<int:programme_id>/settings/", views.settings, name="programme-settings"),
    path("programmes/<int:programme_id>/settings/phases/", phases.change, name="programme-phases"),
    path("programmes/<int:programme_id>/settings/end/", views.end, name="programme-end"),
    path("commitments/<int:commitment_id>/restricted/", restricting.restrict, name="commitment-restricted"),
]
