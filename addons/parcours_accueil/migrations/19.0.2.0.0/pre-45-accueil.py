# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.


def migrate(cr, version):
    """The landing page is another kind of action, at the same address."""
    # Raw SQL: the one before gives it up, and goes with the update
    cr.execute("UPDATE ir_act_window SET path = NULL WHERE path = 'aujourd-hui'")
