# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models

#: (label, table, column) of the codes, and (words, column) of the dates, that a screen shows.
LIBELLES = (
    ("nationalite", "nationalite", "nationalite_code"),
    ("registre", "registre", "registre_code"),
    ("situation_libelle", "situation", "situation"),
    ("carte", "carte", "carte_code"),
    ("motif", "motif", "motif_code"),
)
DATES_LISIBLES = (
    ("naissance", "naissance_texte"),
    ("expiration", "carte_expiration_texte"),
    ("deces", "date_deces_texte"),
)


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
    naissance = fields.Char(string="Birth date", compute="_compute_dates_lisibles", compute_sudo=True)
    naissance_min = fields.Date(string="Born at the earliest", readonly=True)
    naissance_max = fields.Date(string="Born at the latest", readonly=True)
    sexe = fields.Selection([("1", "Male"), ("2", "Female")], string="Sex", readonly=True)
    nationalite_code = fields.Char(string="Nationality code", readonly=True)
    nationalite = fields.Char(string="Nationality", compute="_compute_libelles", compute_sudo=True)
    # residence
    company_id = fields.Many2one(
        "res.company",
        string="Commune",
        readonly=True,
        index=True,
        help="Commune of current residence; empty outside Brussels. In doubt, the last certain one.",
    )
    commune_incertaine = fields.Boolean(
        string="Commune not certain",
        readonly=True,
        help="The register does not say for sure where the person lives: the last certain commune stays in charge.",
    )
    commune_mention = fields.Char(string="Certainty of the commune", compute="_compute_commune_mention")
    registre_code = fields.Char(string="Register code", readonly=True)
    registre = fields.Char(string="Register", compute="_compute_libelles", compute_sudo=True)
    situation = fields.Char(string="Situation code", readonly=True)
    situation_libelle = fields.Char(string="Situation", compute="_compute_libelles", compute_sudo=True)
    carte_code = fields.Char(string="Document code", readonly=True)
    carte = fields.Char(string="Residence document", compute="_compute_libelles", compute_sudo=True)
    carte_expiration = fields.Date(
        string="Document expires on (exact day)", readonly=True, help="Empty when the register does not know the day."
    )
    carte_expiration_texte = fields.Char(
        string="Expiry as written", readonly=True, help="YYYY-MM-DD, zeros for what is unknown."
    )
    expiration = fields.Char(string="Document expires on", compute="_compute_dates_lisibles", compute_sudo=True)
    motif_code = fields.Char(string="Reason code", readonly=True)
    motif = fields.Char(string="Reason of residence", compute="_compute_libelles", compute_sudo=True)
    date_deces = fields.Date(
        string="Died on (exact day)", readonly=True, help="Empty when the register does not know the day."
    )
    date_deces_texte = fields.Char(
        string="Death as written", readonly=True, help="YYYY-MM-DD, zeros for what is unknown."
    )
    deces = fields.Char(string="Died on", compute="_compute_dates_lisibles", compute_sudo=True)
    adresse_registre = fields.Char(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="The address even when it may not be communicated: for letters written by the application.",
    )
    adresse_non_communicable = fields.Boolean(string="Address not communicable", readonly=True)
    adresse = fields.Char(string="Address", compute="_compute_adresse", compute_sudo=True)
    incertitudes = fields.Char(
        readonly=True,
        groups=fields.NO_ACCESS,
        help="Names of the columns that are empty because the register leaves a doubt; the screens say it in words.",
    )
    date_passage = fields.Date(
        readonly=True,
        index="btree_not_null",
        groups=fields.NO_ACCESS,
        help="Next day on which a column can change by itself: an entry begins, ends, or surely has.",
    )
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

    @api.depends("nationalite_code", "registre_code", "situation", "carte_code", "motif_code", "incertitudes")
    @api.depends_context("lang")
    def _compute_libelles(self):
        libelle = self.env["registre.code"]._libelle
        for personne in self:
            for champ, table, code in LIBELLES:
                personne[champ] = libelle(table, personne[code]) or personne._incertain(code)

    @api.depends("naissance_texte", "carte_expiration_texte", "date_deces_texte", "incertitudes")
    @api.depends_context("lang")
    def _compute_dates_lisibles(self):
        lisible = self.env["registre.information"]._date_lisible
        for personne in self:
            for champ, texte in DATES_LISIBLES:
                personne[champ] = lisible(personne[texte]) or personne._incertain(texte)

    @api.depends("adresse_registre", "adresse_non_communicable", "incertitudes")
    @api.depends_context("lang")
    def _compute_adresse(self):
        """The address, unless the register forbids to communicate it: masked here, so on every screen, list and
        export.
        """
        for personne in self:
            if personne.adresse_non_communicable:
                personne.adresse = self.env._("Address not communicable")
            else:
                personne.adresse = personne.adresse_registre or personne._incertain("adresse")

    @api.depends("commune_incertaine")
    @api.depends_context("lang")
    def _compute_commune_mention(self):
        for personne in self:
            personne.commune_mention = self.env._("Not certain") if personne.commune_incertaine else ""

    def _incertain(self, colonne):
        """Return the words for a column that the register leaves in doubt, False for one of which it says nothing."""
        doute = colonne in (self.incertitudes or "").split()
        return self.env._("Not certain: see the chronology") if doute else False

    @api.private
    def _apres_lecture(self):
        """Called once for the people whose files were just read and stored, in the same transaction, as superuser.

        The floor above overrides it to draw its conclusions. It must be safe to run again for the same people.
        """
