"""Addresses of the grid."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.grid import views

urlpatterns = [
    path("programmes/<int:programme_id>/grid/", views.grid, name="grid"),
    path("programmes/<int:programme_id>/grid/<int:commitment_id>/", views.act, name="grid-act"),
    path("programmes/<int:programme_id>/grid/<slug:way>/", views.turn, name="grid-turn"),
]
