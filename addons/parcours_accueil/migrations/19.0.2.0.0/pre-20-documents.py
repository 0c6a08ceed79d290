# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.tools.sql import column_exists, table_exists


def migrate(cr, version):
    """The documents of exemptions and of suspensions are attachments of the record, guarded by one mark.

    Raw SQL: the model of the proofs is gone, and through the ORM a document of a decision refuses to be changed.
    """
    if column_exists(cr, "ir_attachment", "parcours_medical"):
        cr.execute("UPDATE ir_attachment SET confidentiel = true, public = false WHERE parcours_medical")
    if not table_exists(cr, "parcours_suspension_piece"):
        return
    # The attachment that held the content of a proof becomes the proof, by the name that its agent gave it.
    cr.execute(
        """
        UPDATE ir_attachment AS document
           SET res_model = 'parcours.suspension', res_id = proof.suspension_id, res_field = NULL, name = proof.name,
               confidentiel = proof.confidentiel, public = false, create_uid = proof.create_uid,
               create_date = proof.create_date
          FROM parcours_suspension_piece AS proof
         WHERE document.res_model = 'parcours.suspension.piece' AND document.res_field = 'fichier'
               AND document.res_id = proof.id
        """
    )
    cr.execute("DROP TABLE parcours_suspension_piece")
