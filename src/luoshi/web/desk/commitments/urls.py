"""Addresses of commitments."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.commitments import views

urlpatterns = [path("commitments/<int:commitment_id>/", views.commitment, name="commitment")]
