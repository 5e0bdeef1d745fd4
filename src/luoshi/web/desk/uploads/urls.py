"""Addresses of uploads."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.uploads import views

urlpatterns = [
    path("uploads/<str:key>/", views.upload, name="upload"),
    path("uploads/<str:key>/file/", views.file, name="upload-file"),
    path("uploads/<str:key>/preview/", views.preview, name="upload-preview"),
    path("uploads/<str:key>/<str:verb>/", views.do, name="upload-do"),
]
