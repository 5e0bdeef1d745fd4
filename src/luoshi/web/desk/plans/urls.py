"""Addresses of plans."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.plans import accepting, naming, renewing, views

urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("plans/upload/", views.upload, name="plan-upload"),
    path("plans/<int:version_id>/", views.reading, name="reading"),
    path("plans/<int:version_id>/table.<str:form>", views.table, name="plan-table"),
    path("plans/<int:version_id>/edit/", views.edit, name="edit"),
    path("plans/<int:version_id>/correct/", views.correct, name="correct"),
    path("plans/<int:version_id>/mark/", views.mark, name="mark"),
    path("plans/<int:version_id>/undo/", views.undo, name="undo"),
    path("plans/<int:version_id>/redo/", views.redo, name="redo"),
    path("plans/<int:version_id>/look/", views.look, name="look"),
    path("plans/<int:version_id>/reread/", renewing.reread, name="reread"),
    path("plans/<int:version_id>/file/", renewing.renew, name="renew"),
    path("plans/<int:version_id>/accept/", accepting.accept, name="accept"),
    path("plans/<int:version_id>/names/", naming.answer, name="plan-names"),
]
