"""Addresses of programmes."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.programmes import views

urlpatterns = [
    path("desk/", views.home, name="home"),
    path("programmes/", views.programmes, name="programmes"),
    path("programmes/<int:programme_id>/", views.programme, name="programme"),
    path("programmes/<int:programme_id>/board/", views.board, name="board"),
    path("programmes/<int:programme_id>/board/cell/", views.cell, name="board-cell"),
    path("programmes/<int:programme_id>/bodies/", views.bodies, name="bodies"),
]
