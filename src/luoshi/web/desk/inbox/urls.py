"""Addresses of the inbox and the office's desk."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.inbox import views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/judge/", views.judge, name="inbox-judge"),
    path("inbox/receive/", views.receive, name="inbox-receive"),
    path("programmes/<int:programme_id>/desk/", views.desk, name="desk"),
]
