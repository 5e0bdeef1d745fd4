"""Addresses of standings."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.standings import views

STANDINGS = "assessment/<int:adoption_id>/standings/"

urlpatterns = [
    path(STANDINGS, views.standings_page, name="standings"),
    path(f"{STANDINGS}settings/", views.settings, name="standings-settings"),
    path(f"{STANDINGS}rounds/<int:round_id>/<slug:what>.<slug:form>", views.paper, name="standings-paper"),
]
