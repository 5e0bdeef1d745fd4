"""Addresses of asking before issuing."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.consulting import tables, views

AT = "programmes/<int:programme_id>/consulting/"
urlpatterns = [
    path(AT, views.consulting, name="consulting"),
    path(f"{AT}open/", views.open_round, name="consulting-open"),
    path(f"{AT}close/", views.close_round, name="consulting-close"),
    path(f"{AT}comment/", views.comment, name="consulting-comment"),
    path(f"{AT}nothing/", views.nothing, name="consulting-nothing"),
    path(f"{AT}comment/<int:comment_id>/withdraw/", views.withdraw, name="consulting-withdraw"),
    path(f"{AT}comment/<int:comment_id>/decide/", views.decide, name="consulting-decide"),
    path(f"{AT}form.xlsx", tables.sheet, name="consulting-form"),
    path(f"{AT}opinions.<str:form>", tables.opinions, name="consulting-opinions"),
    path(f"{AT}table/", tables.upload, name="consulting-table"),
    path(f"{AT}table/take/", tables.take_over, name="consulting-take"),
]
