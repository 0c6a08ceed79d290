# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
{
    "name": "Administrative sanctions",
    "summary": "What follows a refusal: hearing, decision, fines, appeal, collection",
    "version": "19.0.1.0.0",
    "category": "Services",
    "license": "LGPL-3",
    "author": "Parcours d'accueil",
    "depends": ["parcours_accueil"],
    "data": [
        "security/sanction_groups.xml",
        "security/ir.model.access.csv",
        "security/sanction_rules.xml",
        "data/ir_sequence.xml",
        "data/mail_activity_type.xml",
        "data/sanction_stage.xml",
        "views/sanction_dossier_views.xml",
        "views/sanction_stage_views.xml",
        "views/parcours_dossier_views.xml",
        "views/sanction_menus.xml",
    ],
    "demo": ["demo/res.users.csv", "demo/res_users.xml"],
    "application": True,
}
