# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.


def migrate(cr, version):
    """The auditor reads the log, who has access, and the versions of the law; no file any more (loi.md §8).

    What a group opens is linked by our data and was never unlinked by it: what is left of it comes back with this
    update.
    """
    # Raw SQL: links of one group of ours, before the data that says which of them stay is loaded.
    cr.execute(
        "SELECT res_id FROM ir_model_data WHERE module = 'registre_national' AND model = 'res.groups' AND name = %s",
        ["group_registre_auditeur"],
    )
    group = cr.fetchone()
    if not group:
        return
    for table, column in (
        ("ir_ui_menu_group_rel", "gid"),
        ("rule_group_rel", "group_id"),
    ):
        cr.execute(f"DELETE FROM {table} WHERE {column} = %s", group)
