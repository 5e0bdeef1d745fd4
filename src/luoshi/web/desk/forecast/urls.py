"""Addresses of the forecast. A unit or a site is named after the address: ``?unit=3``, ``?site=4``."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.forecast import gap_views, sending_views, views

AT = "assessment/<int:adoption_id>/forecast/"

urlpatterns = [
    path(AT, views.forecast, name="forecast"),
    path(f"{AT}renew/", views.renew, name="forecast-renew"),
    path(f"{AT}settings/", views.settings, name="forecast-settings"),
    path(f"{AT}keep/", views.keep, name="forecast-keep"),
    path(f"{AT}vetoes/<int:row_id>/", views.veto, name="forecast-veto"),
    path(f"{AT}classes/", sending_views.judge, name="forecast-judge"),
    path(f"{AT}send/", sending_views.send, name="forecast-send"),
    path("gaps/<int:gap_id>/", gap_views.gap, name="gap"),
    path("gaps/<int:gap_id>/drop/", gap_views.drop, name="gap-drop"),
    path("gaps/<int:gap_id>/reopen/", gap_views.reopen, name="gap-reopen"),
]
