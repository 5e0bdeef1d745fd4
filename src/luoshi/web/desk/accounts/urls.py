"""Addresses of accounts."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.accounts import own, tables, views

urlpatterns = [
    path("accounts/", views.accounts, name="keep-accounts"),
    path("accounts/new/", views.new, name="keep-account-new"),
    path("accounts/table.<str:form>", tables.table, name="keep-accounts-table"),
    path("accounts/import/", tables.bring, name="keep-accounts-import"),
    path("accounts/import/confirm/", tables.confirm, name="keep-accounts-confirm"),
    path("accounts/mine/", own.own, name="own-account"),
    path("accounts/<int:account_id>/", views.account, name="keep-account"),
    path("accounts/<int:account_id>/role/", views.grant, name="keep-account-grant"),
    path("accounts/<int:account_id>/take/", views.take, name="keep-account-take"),
    path("accounts/<int:account_id>/password/", views.renew, name="keep-account-renew"),
    path("accounts/<int:account_id>/state/", views.switch, name="keep-account-switch"),
    path("accounts/<int:account_id>/hand-over/", views.hand_over, name="keep-account-over"),
]
