# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
{
    "name": "National Register",
    "summary": "Who a person is: facts from the National Register, each with its source and its two dates",
    "version": "19.0.1.0.0",
    "category": "Services",
    "license": "LGPL-3",
    "author": "Parcours d'accueil",
    "depends": ["mail"],
    "external_dependencies": {"python": ["lxml", "python-stdnum", "zeep"]},
    "data": [
        "security/registre_groups.xml",
        "security/ir.model.access.csv",
        "security/registre_rules.xml",
        "data/res_company.xml",
        "data/registre.code.csv",
        "data/registre_code.xml",
        "data/registre_service.xml",
        "data/ir_cron.xml",
        "views/registre_personne_views.xml",
        "views/registre_information_views.xml",
        "views/registre_notification_views.xml",
        "views/registre_lacune_views.xml",
        "views/registre_consultation_views.xml",
        "views/registre_code_views.xml",
        "views/registre_service_views.xml",
        "views/registre_abonnement_ecart_views.xml",
        "views/registre_service_tableau_views.xml",
        "views/res_company_views.xml",
        "views/registre_menus.xml",
    ],
    "assets": {
        # Debian's package of Odoo lacks this file of the video calls' background blur; the bundle fails without this
        # line.
        "web.assets_backend": [("remove", "mail/static/lib/selfie_segmentation/selfie_segmentation.js")],
    },
    "application": True,
}
