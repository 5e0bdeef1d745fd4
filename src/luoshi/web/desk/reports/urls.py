"""Addresses of reports and evidence."""

from __future__ import annotations

from django.urls import path

from luoshi.web.desk.reports import at_once, burden, desk, evidence, given, sending, urging, views

urlpatterns = [
    path("reports/unchanged/", at_once.unchanged, name="reports-unchanged"),
    path("reports/given/", given.own, name="reports-own"),
    path("reports/<int:request_id>/", views.report, name="report"),
    path("reports/<int:request_id>/draft/", sending.draft, name="report-draft"),
    path("reports/<int:request_id>/evidence/", evidence.give, name="report-evidence"),
    path("reports/<int:request_id>/<str:verb>/", views.do, name="report-do"),
    path("occurrences/<int:occurrence_id>/report/", views.of_occurrence, name="occurrence-report"),
    path("evidence/", evidence.library, name="evidence-library"),
    path("evidence/<int:evidence_id>/", evidence.one, name="evidence"),
    path("evidence/<int:evidence_id>/withdraw/", evidence.withdraw, name="evidence-withdraw"),
    path("evidence/<int:evidence_id>/site/", evidence.serve_site, name="evidence-site"),
    path("evidence/<int:evidence_id>/renew/", evidence.renew, name="evidence-renew"),
    path("evidence/files/<int:version_id>/", evidence.file, name="evidence-file"),
    path("evidence/files/<int:version_id>/preview/", evidence.preview, name="evidence-preview"),
    path("programmes/<int:programme_id>/publicity/", desk.publicity, name="publicity"),
    path("programmes/<int:programme_id>/publicity/table.<str:form>", desk.publicity_file, name="publicity-table"),
    path("programmes/<int:programme_id>/burden/table.<str:form>", burden.file, name="burden-table"),
    path("programmes/<int:programme_id>/burden/", burden.of_programme, name="burden"),
    path("burden/", burden.of_county, name="programmes-burden"),
    path("burden/ours/", burden.of_unit, name="inbox-burden"),
    path("programmes/<int:programme_id>/reports/", desk.desk, name="reporting-desk"),
    path("programmes/<int:programme_id>/reports/given/", given.of_programme, name="reports-given"),
    path("programmes/<int:programme_id>/reports/urging/", urging.urging, name="reporting-urging"),
    path("programmes/<int:programme_id>/reports/urging.<str:form>", urging.table, name="reporting-urging-table"),
    path("programmes/<int:programme_id>/reports/reminders/", urging.reminders, name="reporting-reminders"),
    path("programmes/<int:programme_id>/reports/accept/", desk.accept_all, name="reports-accept-all"),
    path("programmes/<int:programme_id>/reports/settings/", desk.settings, name="reporting-settings"),
]
