# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
{
    "name": "Pathway: cellar",
    "summary": "What every floor needs, and no person and no law: the clock, tasks, documents, long jobs, logs",
    "version": "19.0.2.0.0",
    "category": "Services",
    "license": "LGPL-3",
    "author": "Parcours d'accueil",
    "depends": ["base_import", "mail"],
    "external_dependencies": {"python": ["weasyprint"]},
    "data": [
        "security/ir.model.access.csv",
        "security/fenetres_rules.xml",
        "security/ir_attachment_rules.xml",
        "data/res_lang.xml",
        "data/res_company.xml",
        "data/res_users.xml",
        "views/res_company_views.xml",
        "views/reglage_trace_views.xml",
    ],
    "assets": {"web.assets_backend": ["parcours_socle/static/src/**/*"]},
    "pre_init_hook": "pre_init_hook",
    "post_load": "post_load",
}
