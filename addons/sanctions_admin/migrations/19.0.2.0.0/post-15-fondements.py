# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What an infringement rests on, and what was annulled: nothing said it before, and the law leaves no other reading."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    # Raw SQL: a person may not write these, and the guards would look at each one. A new infringement follows the last
    # fine that was notified before it was found, and a fine is followed by one.
    cr.execute(
        """
        UPDATE sanction_infraction AS infraction SET fondement_id = suivie.decision_id
          FROM (
                SELECT DISTINCT ON (decision.id) decision.id AS decision_id, infraction.id AS infraction_id
                  FROM sanction_infraction AS infraction
                  JOIN LATERAL (
                       SELECT id FROM sanction_decision
                        WHERE sanction_id = infraction.sanction_id AND decision = 'amende'
                              AND date_notification <= infraction.date_constat
                     ORDER BY date_notification DESC, id DESC LIMIT 1) AS decision ON TRUE
                 WHERE infraction.type = 'sans_preuve'
              ORDER BY decision.id, infraction.date_constat, infraction.id) AS suivie
         WHERE suivie.infraction_id = infraction.id AND infraction.fondement_id IS NULL
        """
    )
    cr.execute(
        "UPDATE sanction_decision SET annulee = TRUE FROM sanction_recours AS recours"
        " WHERE recours.decision_id = sanction_decision.id AND recours.issue = 'annule' AND annulee IS NOT TRUE"
    )
    # The administrator gives roles, and decides no fine: whoever is to do both is given the role by name.
    cr.execute(
        "DELETE FROM res_groups_users_rel WHERE gid = %s AND uid IN %s",
        [
            api.Environment(cr, SUPERUSER_ID, {}).ref("sanctions_admin.group_fonctionnaire").id,
            (SUPERUSER_ID, api.Environment(cr, SUPERUSER_ID, {}).ref("base.user_admin").id),
        ],
    )
    api.Environment(cr, SUPERUSER_ID, {}).invalidate_all()
