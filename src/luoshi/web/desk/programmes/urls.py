"""Addresses of programmes."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.programmes import lists, tables, views

urlpatterns = [
    path("desk/", views.home, name="home"),
    path("programmes/", views.programmes, name="programmes"),
    path("programmes/<int:programme_id>/", lists.commitments, name="programme"),
    path("programmes/<int:programme_id>/board/", views.board, name="board"),
    path("programmes/<int:programme_id>/board/cell/", views.cell, name="board-cell"),
    path("programmes/<int:programme_id>/filter/", views.narrow, name="board-filter"),
    path("programmes/<int:programme_id>/owed/", lists.owed, name="owed"),
    path("programmes/<int:programme_id>/assignments/", lists.assignments, name="assignments"),
    path("programmes/<int:programme_id>/bodies/", lists.bodies, name="bodies"),
    path("programmes/<int:programme_id>/timeline/", lists.timeline, name="timeline"),
    path("programmes/<int:programme_id>/phases/", lists.phases, name="phases"),
    path("programmes/<int:programme_id>/deadlines/", lists.deadlines, name="deadlines"),
    path("programmes/<int:programme_id>/views/<str:view>.xlsx", tables.table, name="board-table"),
]
