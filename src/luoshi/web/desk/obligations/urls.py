"""Addresses of obligations and of what is asked about them."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.obligations import petitions, views

urlpatterns = [
    path("obligations/<int:obligation_id>/", views.obligation, name="obligation"),
    path("obligations/<int:obligation_id>/measures/", views.add_measure, name="obligation-measures"),
    path("obligations/<int:obligation_id>/measures/<int:measure_id>/", views.change_measure, name="obligation-measure"),
    path("obligations/<int:obligation_id>/times/<int:time_id>/<str:verb>/", views.time, name="obligation-time"),
    path("obligations/<int:obligation_id>/<str:verb>/", views.do, name="obligation-do"),
    path("requests/<int:petition_id>/", petitions.petition, name="request"),
    path("requests/<int:petition_id>/<str:verb>/", petitions.decide, name="request-do"),
]
