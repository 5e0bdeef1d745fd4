"""Addresses of the joint table."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.joint import views

JOINT = "assessment/<int:adoption_id>/joint/"

urlpatterns = [
    path(JOINT, views.table, name="joint-table"),
    path(f"{JOINT}propose/", views.propose, name="joint-propose"),
    path(f"{JOINT}table.<slug:form>", views.paper, name="joint-paper"),
    path(f"{JOINT}rows/<int:row_id>/", views.row, name="joint-row"),
    path(f"{JOINT}rows/<int:row_id>/act/", views.act, name="joint-act"),
]
