# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from collections import defaultdict
from itertools import pairwise

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.parcours_socle import lots

from ...banque.lecture import lire
from ...banque.releve import ReleveRefuse, empreinte
from .libelles import A_RAPPROCHER, A_TRAITER, ECARTEE, PAYEE, REFUS

CRON = "sanctions_admin.cron_releves"
#: The first payment is the first to pay.
ORDRE = "jour, releve_id, rang"
#: Lines matched together, of which others can pay nothing meanwhile; and those that are matched while one waits.
TAILLE = 250


class SanctionReleve(models.Model):
    """One statement of the account of the fines, as the bank sent it: taken once, never changed. Each of its lines pays
    a fine, or waits for a person, or was set aside with a reason; together they make what moved that day."""

    _name = "sanction.releve"
    _description = "Bank statement"
    _order = "jour desc, id desc"

    name = fields.Char("Number", required=True, readonly=True)
    compte = fields.Char("Account", required=True, readonly=True)
    jour = fields.Date("Day", required=True, readonly=True)
    avant = fields.Monetary("Balance before", required=True, readonly=True)
    apres = fields.Monetary("Balance after", required=True, readonly=True)
    fichier = fields.Char("File", readonly=True)
    empreinte = fields.Char(required=True, readonly=True, export_string_translation=False)
    user_id = fields.Many2one("res.users", "Taken by", required=True, readonly=True, ondelete="restrict")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    ligne_ids = fields.One2many("sanction.releve.ligne", "releve_id", "Lines", readonly=True)
    a_traiter_ids = fields.One2many(
        "sanction.releve.ligne", "releve_id", "To deal with", readonly=True, domain=[("state", "=", A_TRAITER)]
    )
    nombre = fields.Integer("Lines", compute="_compute_sommes")
    nombre_a_rapprocher = fields.Integer("Lines to be matched", compute="_compute_sommes")
    nombre_a_traiter = fields.Integer("Lines to deal with", compute="_compute_sommes")
    paye = fields.Monetary("Pays fines", compute="_compute_sommes")
    a_traiter = fields.Monetary("To deal with", compute="_compute_sommes")
    ecarte = fields.Monetary("Set aside", compute="_compute_sommes")
    lacune = fields.Boolean("A statement is missing before this one", compute="_compute_lacune")

    _numero_unique = models.UniqueIndex(
        "(compte, name)", "This statement is here already: somebody took it a moment ago. Nothing was taken twice."
    )
    _empreinte_unique = models.UniqueIndex(
        "(compte, empreinte)", "This statement is here already: somebody took it a moment ago. Nothing was taken twice."
    )

    @api.depends("ligne_ids.state", "ligne_ids.montant", "ligne_ids.paye")
    def _compute_sommes(self):
        """What the lines make, by what came of them: of a line that pays too much, each part where it belongs."""
        groupes = self.env["sanction.releve.ligne"]._read_group(
            [("releve_id", "in", self.ids)], ["releve_id", "state"], ["__count", "montant:sum", "paye:sum"]
        )
        sommes = defaultdict(dict)
        for releve, etat, nombre, montant, paye in groupes:
            sommes[releve][etat] = (nombre, montant, paye)
        for releve in self:
            dites = defaultdict(lambda: (0, 0.0, 0.0), sommes[releve._origin])
            releve.nombre = sum(nombre for nombre, _montant, _paye in dites.values())
            releve.nombre_a_rapprocher, releve.nombre_a_traiter = dites[A_RAPPROCHER][0], dites[A_TRAITER][0]
            releve.paye = sum(paye for _nombre, _montant, paye in dites.values())
            releve.a_traiter = sum(dites[etat][1] - dites[etat][2] for etat in (A_RAPPROCHER, A_TRAITER, PAYEE))
            releve.ecarte = dites[ECARTEE][1] - dites[ECARTEE][2]

    def _compute_lacune(self):
        """The balance before is the balance after of the one before, the first of them apart: else one is missing."""
        # sudo: balances of the one account of the fines; only whether they follow each other comes out
        tous = self.sudo().search([("compte", "in", self.mapped("compte"))], order="compte, jour, id")
        loin = {
            releve.id
            for avant, releve in pairwise(tous)
            if avant.compte == releve.compte and releve.currency_id.compare_amounts(avant.apres, releve.avant)
        }
        for releve in self:
            releve.lacune = releve._origin.id in loin

    # ---- taken ------------------------------------------------------------------------------------------------------

    @api.model
    def _prendre(self, nom, octets):
        """Take the statements of a file that are not here yet, and match their lines.

        :param str nom: of the file
        :param bytes octets: as the bank gave it
        :return: the statements of the file, those that were here included
        :raise UserError: nothing of the file was taken; says what to do
        """
        self._autoriser()
        # sudo: the account of the fines, which the letters print
        autorite = self.env.ref("base.main_company").sudo()
        if not autorite.compte_amendes:
            raise UserError(
                self.env._("The account of the fines is not known yet. Nothing was taken. Enter it in “Who we are”.")
            )
        try:
            lus = lire(octets, autorite.compte_amendes)
        except ReleveRefuse as refus:
            phrase = self.env._(REFUS[refus.mot])
            raise UserError(self.env._("%s Nothing was taken. Ask the bank for it again.", phrase)) from None
        connus = self._connus(lus)
        # sudo: users make no statement by hand; who takes one was checked
        neufs = self.sudo().create([self._valeurs(lu, nom, autorite) for lu in lus if lu.numero not in connus])
        neufs = neufs.with_env(self.env)
        if len(neufs.ligne_ids) <= TAILLE:
            neufs.ligne_ids._rapprocher_chacune()
        else:
            lots.ask(self.env, CRON)
        return self.union(*connus.values(), neufs)

    @api.model
    def _connus(self, lus):
        """Return ``{number: statement}`` of those that are here already: under that number, or under another one that a
        bank gives it in its other file, and saying the same.

        :raise UserError: one is here with other lines
        """
        dites = {lu.numero: empreinte(lu) for lu in lus}
        meme = Domain("name", "in", list(dites)) | Domain("empreinte", "in", list(dites.values()))
        trouves = self.search(Domain("compte", "=", lus[0].compte) & meme)
        par_numero, par_empreinte = trouves.grouped("name"), trouves.grouped("empreinte")
        connus = {}
        for lu in lus:
            connu = par_empreinte.get(dites[lu.numero]) or par_numero.get(lu.numero)
            if connu:
                connus[lu.numero] = connu
            if connu and connu.empreinte != dites[lu.numero]:
                raise UserError(
                    self.env._(
                        "Statement %s is here already, and says something else. Nothing was taken. Ask the bank which "
                        "of the two is right.",
                        lu.numero,
                    )
                )
        return connus

    def _valeurs(self, lu, nom, autorite):
        return {
            "name": lu.numero,
            "compte": lu.compte,
            "jour": lu.jour,
            "avant": lu.avant / 100,
            "apres": lu.apres / 100,
            "fichier": nom,
            "empreinte": empreinte(lu),
            "user_id": self.env.uid,
            "currency_id": autorite.currency_id.id,
            "ligne_ids": [
                fields.Command.create({**ligne._asdict(), "montant": ligne.montant / 100, "rang": rang})
                for rang, ligne in enumerate(lu.lignes, 1)
            ],
        }

    @api.model
    def _autoriser(self):
        """:raise AccessError: for anybody but a sanctioning official"""
        if not self.env.user.has_group("sanctions_admin.group_fonctionnaire"):
            raise AccessError(self.env._("Only a sanctioning official takes the statements of the bank."))

    @api.model
    def _cron_rapprocher(self):
        """Go on with the statements that were taken, in the name of who took them; a batch and a commit at a time."""
        # sudo: automatic process over all statements
        restes = self.sudo().search([("ligne_ids.state", "=", A_RAPPROCHER)], order="id")
        for auteur, releves in restes.grouped("user_id").items():
            lignes = self.env["sanction.releve.ligne"].with_user(auteur)
            lignes = lignes.with_context(allowed_company_ids=auteur.company_ids.ids, lang=auteur.lang)
            domaine = [("releve_id", "in", releves.ids), ("state", "=", A_RAPPROCHER)]
            # who may not any more records nothing: another official goes on from the page of the statement
            if not (auteur.active and auteur.habilite and auteur.has_group("sanctions_admin.group_fonctionnaire")):
                continue
            etape = lots.Step(lignes, lambda lot: lot._rapprocher_chacune(), domaine, size=TAILLE, order=ORDRE)
            if not lots.run(self.env, etape).finished:
                return

    def action_rapprocher(self):
        """Go on with the lines of this statement, in the name of who asks: who took it may not be there any more."""
        self.ensure_one()
        self._autoriser()
        self.check_access("read")
        if self.nombre_a_rapprocher:
            # sudo: who goes on signs what is recorded; who may was checked
            self.sudo().user_id = self.env.uid
            lots.ask(self.env, CRON)

    def _ouvrir(self):
        """Return the action that shows these statements."""
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Bank statements"),
            "res_model": self._name,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self.ids)],
        }
        return action | {"views": [(False, "form")], "res_id": self.id} if len(self) == 1 else action
