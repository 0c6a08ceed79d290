# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a version of the law makes of the codes of the register (loi.md §2b, §3)."""

import csv

from odoo import api, fields, models
from odoo.tools import file_open

from odoo.addons.registre_national.models.registre_code import MARQUES, TABLES

#: The tables that the facts of a file are read with.
TABLES_LUES = ("nationalite", "carte", "motif", "protection")
LIVRES = "registre_national/data/registre.code.csv"


class ParcoursReglementCode(models.Model):
    """One code of the register in one version of the law: what it means there. Frozen with its version, copied to a
    new one, replayed and published with it.

    A code of which a version says nothing is what the software ships, or what the register's own label says.
    """

    _name = "parcours.reglement.code"
    _description = "Code of the register in a version of the law"
    _inherit = "parcours.reglement.partie"
    _order = "reglement_id, table, code, id"
    _rec_name = "code"

    reglement_id = fields.Many2one("parcours.reglement", "Regulation", required=True, ondelete="cascade", index=True)
    table = fields.Selection([ligne for ligne in TABLES if ligne[0] in TABLES_LUES], required=True)
    code = fields.Char(required=True, size=8, help="Its last characters may be x, for any digit.")
    libelle = fields.Char("Label", compute="_compute_libelle")
    ue_plus = fields.Boolean("EU, EEA or Switzerland")
    long_sejour = fields.Boolean("More than three months")
    remplacement = fields.Boolean("Stands in for a card")
    garde_statut = fields.Boolean("Temporary status goes on")
    protection = fields.Boolean("International protection")
    genre_inconnu = fields.Boolean("Kind not known", help="The rules that need it are unknown.")
    article = fields.Char()
    a_confirmer = fields.Boolean("To be confirmed")
    origine = fields.Selection(
        [
            ("livre", "As shipped"),
            ("appris", "From the label of the register"),
            ("ecran", "Changed on screen before codes were part of the law"),
        ],
        "Where it comes from",
        readonly=True,
    )

    _code_unique = models.Constraint(
        'UNIQUE(reglement_id, "table", code)', "This version already says what that code means."
    )

    @api.depends("table", "code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for ligne in self:
            ligne.display_name = ligne.libelle or ligne.code

    @api.depends("table", "code")
    @api.depends_context("lang")
    def _compute_libelle(self):
        for ligne in self:
            ligne.libelle = self.env["registre.code"]._libelle(ligne.table, ligne.code)

    @api.constrains("code")
    def _check_code(self):
        self.env["registre.code"]._verifier_codes(self.mapped("code"))

    def _apres_changement(self):
        """Nothing more: a code stands alone."""

    def _contenu(self):
        """Return all that one line says, as plain values."""
        return self.table, self.code, self.genre_inconnu, *(self[marque] for marque in MARQUES)

    def _marques(self):
        """Return the marks of `MARQUES` that hold in one line; None when its kind is not known."""
        return None if self.genre_inconnu else frozenset(marque for marque in MARQUES if self[marque])

    @api.model
    def _completer(self):
        """Give the codes that there are to the versions that say nothing of any: at installation, and once when a base
        of before codes were part of the law is updated. What somebody had changed on screen becomes part of them, and
        is said (`origine`)."""
        # superuser: called by the data of the addon
        versions = self.env["parcours.reglement"].sudo().search([("code_ids", "=", False)])
        if not versions:
            return
        with file_open(LIVRES, "r", filter_ext=(".csv",)) as fichier:
            livres = {(ligne["table"], ligne["code"]): ligne for ligne in csv.DictReader(fichier)}
        codes = (
            self.env["registre.code"].sudo().search([("table", "in", TABLES_LUES)]).grouped(lambda c: (c.table, c.code))
        )
        noms = (*MARQUES, "genre_inconnu")
        valeurs = []
        for (table, code), lignes in codes.items():
            marques = {nom: any(lignes.mapped(nom)) for nom in noms}
            livre = livres.get((table, code))
            attendues = {nom: livre[nom] == "1" for nom in noms} if livre else dict.fromkeys(noms, False)
            if not livre:
                attendues |= lignes._valeurs_apprises(table, lignes[:1].label_fr)
            origine = "ecran" if marques != attendues else "livre" if livre else "appris"
            confirmer = origine != "livre" or any(lignes.mapped("a_confirmer"))
            valeurs.append({"table": table, "code": code, "origine": origine, "a_confirmer": confirmer, **marques})
        self.sudo().create([{"reglement_id": version.id, **vals} for version in versions for vals in valeurs])
