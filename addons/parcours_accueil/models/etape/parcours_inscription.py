# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import fields, models


class ParcoursInscription(models.Model):
    """One enrolment of a person with an organiser; made by the event of registration, never by hand."""

    _name = "parcours.inscription"
    _description = "Enrolment with an organiser"
    _inherit = ["liste.ordonnable"]
    _order = "date_debut desc, id desc"
    _rec_name = "organisateur_id"

    dossier_id = fields.Many2one("parcours.dossier", "File", required=True, ondelete="cascade", index=True)
    organisateur_id = fields.Many2one(
        "parcours.organisateur", "Organiser", required=True, ondelete="restrict", index=True
    )
    date_debut = fields.Date("Registered on", required=True)
    date_fin = fields.Date("Until", help="Empty: still registered.")
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)

    _une_ouverte = models.UniqueIndex(
        "(dossier_id) WHERE date_fin IS NULL",
        "This person is already registered with an organiser: end that enrolment first.",
    )
    _dates_ordonnees = models.Constraint(
        "CHECK(date_fin IS NULL OR date_fin >= date_debut)",
        "An enrolment cannot end before it begins.",
    )
