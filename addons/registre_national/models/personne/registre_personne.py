# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models


class RegistrePersonne(models.Model):
    """A person as the register describes them today.

    Every column is a projection of the entries in `registre.information`, written by the collection only: nobody may
    edit it, a difference with reality is reported to the register. What floor 1 offers to others: `information_ids`,
    the columns below, and `_apres_lecture`.
    """

    _name = "registre.personne"
    _description = "Person in the National Register"
    _inherit = [
        "registre.personne.lecture",
        "registre.personne.abonnement",
        "registre.personne.stockage",
        "registre.personne.projection",
    ]
    _order = "name, id"
    _rec_names_search = ["name", "niss", "niss_ids.niss"]

    # identity
    niss = fields.Char(string="National number", required=True, readonly=True)
    name = fields.Char(string="Name and first name", required=True, readonly=True, index="trigram")
    nom = fields.Char(string="Last name", readonly=True)
    prenom = fields.Char(string="First names", readonly=True)
    naissance_texte = fields.Char(
        string="Birth date as written", readonly=True, help="YYYY-MM-DD, zeros for what is unknown."
    )
    naissance = fields.Char(string="Birth date", compute="_compute_naissance")
    naissance_min = fields.Date(string="Born at the earliest", readonly=True)
    naissance_max = fields.Date(string="Born at the latest", readonly=True)
    sexe = fields.Selection([("1", "Male"), ("2", "Female")], string="Sex", readonly=True)
    nationalite_code = fields.Char(string="Nationality code", readonly=True)
    nationalite = fields.Char(string="Nationality", compute="_compute_libelles")
    # residence
    company_id = fields.Many2one(
        "res.company",
        string="Commune",
        readonly=True,
        index=True,
        help="Commune of current residence; empty outside Brussels.",
    )
    registre_code = fields.Char(string="Register code", readonly=True)
    registre = fields.Char(string="Register", compute="_compute_libelles")
    situation = fields.Char(string="Situation code", readonly=True)
    situation_libelle = fields.Char(string="Situation", compute="_compute_libelles")
    carte_code = fields.Char(string="Document code", readonly=True)
    carte = fields.Char(string="Residence document", compute="_compute_libelles")
    carte_expiration = fields.Date(string="Document expires on", readonly=True)
    motif_code = fields.Char(string="Reason code", readonly=True)
    motif = fields.Char(string="Reason of residence", compute="_compute_libelles")
    date_deces = fields.Date(string="Died on", readonly=True)
    adresse_registre = fields.Char(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="The address even when it may not be communicated: for letters written by the application.",
    )
    adresse_non_communicable = fields.Boolean(string="Address not communicable", readonly=True)
    adresse = fields.Char(string="Address", compute="_compute_adresse", compute_sudo=True)
    # history
    information_ids = fields.One2many("registre.information", "personne_id", string="All entries", readonly=True)
    information_actuelle_ids = fields.One2many(
        "registre.information", "personne_id", string="Entries", domain=[("known_until", "=", False)], readonly=True
    )
    information_ancienne_ids = fields.One2many(
        "registre.information",
        "personne_id",
        string="Former beliefs",
        domain=[("known_until", "!=", False)],
        readonly=True,
    )
    niss_ids = fields.One2many("registre.niss", "personne_id", string="Numbers", readonly=True)
    date_lecture = fields.Datetime(string="Last read on", readonly=True)
    # subscription
    abonnement_debut = fields.Date(
        string="Followed since", readonly=True, help="The register announces this person's changes since that day."
    )
    abonnement_erreur = fields.Char(
        string="Subscription refused", readonly=True, groups="registre_national.group_registre_gestion"
    )

    _niss_uniq = models.UniqueIndex("(niss)", "This number already belongs to a person.")
    _sans_abonnement_idx = models.Index("(id) WHERE abonnement_debut IS NULL")

    @api.depends("nationalite_code", "registre_code", "situation", "carte_code", "motif_code")
    @api.depends_context("lang")
    def _compute_libelles(self):
        libelle = self.env["registre.code"]._libelle
        for personne in self:
            personne.nationalite = libelle("nationalite", personne.nationalite_code)
            personne.registre = libelle("registre", personne.registre_code)
            personne.situation_libelle = libelle("situation", personne.situation)
            personne.carte = libelle("carte", personne.carte_code)
            personne.motif = libelle("motif", personne.motif_code)

    @api.depends("naissance_texte")
    @api.depends_context("lang")
    def _compute_naissance(self):
        lisible = self.env["registre.information"]._date_lisible
        for personne in self:
            personne.naissance = lisible(personne.naissance_texte)

    @api.depends("adresse_registre", "adresse_non_communicable")
    @api.depends_context("lang")
    def _compute_adresse(self):
        """The address, unless the register forbids to communicate it: masked here, so on every screen, list and
        export.
        """
        for personne in self:
            if personne.adresse_non_communicable:
                personne.adresse = self.env._("Address not communicable")
            else:
                personne.adresse = personne.adresse_registre

    @api.private
    def _apres_lecture(self):
        """Called once for the people whose files were just read and stored, in the same transaction, as superuser.

        The floor above overrides it to draw its conclusions. It must be safe to run again for the same people.
        """
