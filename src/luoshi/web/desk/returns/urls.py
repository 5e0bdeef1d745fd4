"""Addresses of reporting without signing in."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.returns import sheets, views

ONE = "programmes/<int:programme_id>/offline"

urlpatterns = [
    path(f"{ONE}/", views.offline, name="offline"),
    path(f"{ONE}/bring/", views.bring, name="offline-bring"),
    path(f"{ONE}/sheets/<str:month>.<str:form>.zip", sheets.every, name="offline-sheets"),
    path(f"{ONE}/sheets/<str:month>/<int:unit_id>.<str:form>", sheets.one, name="offline-sheet"),
    path(f"{ONE}/returned/<str:key>/", views.returned, name="offline-return"),
    path(f"{ONE}/returned/<str:key>/files/<int:file_id>/", views.file, name="offline-file"),
    path(f"{ONE}/returned/<str:key>/files/<int:file_id>/<str:verb>/", views.settle, name="offline-settle"),
    path(f"{ONE}/returned/<str:key>/write/", views.write, name="offline-write"),
    path(f"{ONE}/returned/<str:key>/leave/", views.leave, name="offline-leave"),
]
