"""Addresses of the task table."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.tables import own, views

ONE = "programmes/<int:programme_id>/task-table"

urlpatterns = [
    path(f"{ONE}.<str:form>", views.table, name="programme-table-file"),
    path(f"{ONE}/", views.bring, name="programme-table"),
    path(f"{ONE}/confirm/", views.confirm, name="programme-table-confirm"),
    path("commitments/<int:commitment_id>/amend/", own.amend, name="commitment-amend"),
]
