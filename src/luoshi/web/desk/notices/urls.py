"""Addresses of the own notices, and the one that a calendar fetches without signing in."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.notices import feeds, views

urlpatterns = [
    path("accounts/mine/notices/", views.own, name="own-notices"),
    path("accounts/mine/calendar/", views.make, name="own-calendar-make"),
    path("accounts/mine/calendar/end/", views.end, name="own-calendar-end"),
    path("calendar/<str:token>.ics", feeds.calendar, name="calendar"),
]
