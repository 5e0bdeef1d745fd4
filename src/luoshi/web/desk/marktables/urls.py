"""Addresses of tables of marks."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.marktables import sheets, views

ONE = "assessment/rounds/<int:round_id>/table"

urlpatterns = [
    path(f"{ONE}/", views.table, name="marks-table"),
    path(f"{ONE}.xlsx", sheets.whole, name="marks-sheet"),
    path(f"{ONE}s.zip", sheets.every, name="marks-sheets"),
    path("assessment/subjects/<int:subject_id>/table.xlsx", sheets.one, name="marks-of-subject"),
    path(f"{ONE}/bring/", views.bring, name="marks-bring"),
    path(f"{ONE}/returned/<str:key>/", views.returned, name="marks-return"),
    path(f"{ONE}/returned/<str:key>/files/<int:file_id>/", views.file, name="marks-file"),
    path(f"{ONE}/returned/<str:key>/write/", views.write, name="marks-write"),
    path(f"{ONE}/returned/<str:key>/leave/", views.leave, name="marks-leave"),
]
