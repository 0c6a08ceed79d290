# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.addons.parcours_socle.migration import unlink_group


def migrate(cr, version):
    """The auditor reads the log, who has access, and the versions of the law; no file any more (loi.md §8)."""
    unlink_group(
        cr,
        "parcours_accueil",
        "group_auditeur",
        ("ir_ui_menu_group_rel", "gid"),
        ("rule_group_rel", "group_id"),
        ("parcours_liste_res_groups_rel", "res_groups_id"),
        ("res_groups_implied_rel", "gid"),
    )
