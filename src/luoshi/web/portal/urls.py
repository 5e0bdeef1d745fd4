"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import path

from luoshi.web.portal import views

urlpatterns = [
    path("", views.start, name="start"),
    path("read/", views.read, name="read"),
    path("read/table.<str:form>", views.read_table, name="read-table"),
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("role/", views.switch_role, name="switch-role"),
    path("language/", views.language, name="language"),
    path("appearance/", views.appearance, name="appearance"),
]
