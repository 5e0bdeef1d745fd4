"""Addresses of questions."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.asking import views

urlpatterns = [
    path("programmes/<int:programme_id>/questions/", views.sent, name="questions"),
    path("programmes/<int:programme_id>/questions/new/", views.choose, name="question-choose"),
    path("commitments/<int:commitment_id>/question/", views.compose, name="question-ask"),
    path("questions/<int:question_id>/", views.one, name="question"),
    path("questions/<int:question_id>/withdraw/", views.withdraw, name="question-withdraw"),
]
