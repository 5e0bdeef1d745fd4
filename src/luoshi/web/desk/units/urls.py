"""Addresses of bodies."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.units import views

urlpatterns = [path("units/<int:unit_id>/", views.unit, name="unit")]
