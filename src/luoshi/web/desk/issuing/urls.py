"""Addresses of issuing and its receipts."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.issuing import views

urlpatterns = [
    path("programmes/<int:programme_id>/issue/", views.issue, name="issue"),
    path("programmes/<int:programme_id>/issue/receipts.<str:form>", views.receipts, name="receipts-table"),
]
