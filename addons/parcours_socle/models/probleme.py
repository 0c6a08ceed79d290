# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What somebody reports from where they are: their words, and the little that leads to the place. No picture of the
screen, no name: a picture would carry the person of the file to people who have no business with them."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..jour import maintenant
from ..journaux import REQUETE

#: Reports that one person may make in an hour.
PAR_HEURE = 20
#: A report is forgotten that long after it was made: its words are free, and nobody needs them any more.
OUBLI = timedelta(days=365)
#: What the browser says, and how much of it is kept.
DIT = {"geste": 120, "requete": 36, "navigateur": 250, "fenetre": 20, "vue": 20}


class Probleme(models.Model):
    """One report. Its author reads it, and the answer; Vivalis and the administrators read and answer them all."""

    _name = "parcours.probleme"
    _inherit = ["nom.lisible", "nom.reserve"]
    _description = "Reported problem"
    _order = "create_date desc, id desc"
    _noms = ("ecran", "create_date")

    texte = fields.Text("What happened", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Reported by", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", "Commune", required=True, readonly=True)
    # the place, not its name: whoever reads the report reads it in their own language
    action_id = fields.Many2one("ir.actions.actions", "Screen asked for", readonly=True, ondelete="set null")
    modele_id = fields.Many2one("ir.model", "Kind of record", readonly=True, ondelete="set null")
    ecran = fields.Char("Screen", compute="_compute_ecran")
    modele = fields.Char("What it shows", compute="_compute_ecran")
    reference = fields.Char(readonly=True)
    vue = fields.Char("View", readonly=True)
    geste = fields.Char("Last button", readonly=True)
    requete = fields.Char("Request", readonly=True, help="The server's log has the same mark on its line of the error.")
    navigateur = fields.Char("Browser", readonly=True)
    fenetre = fields.Char("Window", readonly=True)
    langue = fields.Char("Language", readonly=True)

    state = fields.Selection(
        [("nouveau", "New"), ("en_cours", "In hand"), ("repondu", "Answered")],
        required=True,
        readonly=True,
        default="nouveau",
        index=True,
    )
    charge_id = fields.Many2one("res.users", "In the hands of", readonly=True)
    reponse = fields.Text("Answer of Vivalis", help="Goes back to the person who reported it.")
    repondu_le = fields.Datetime("Answered on", readonly=True)
    reponse_lue = fields.Boolean("Answer read", readonly=True)

    @api.depends("action_id", "modele_id")
    @api.depends_context("lang")
    def _compute_ecran(self):
        for probleme in self:
            probleme.ecran, probleme.modele = self._nommer(probleme.action_id.id, probleme.modele_id.id)

    @api.model
    def _nommer(self, action, modele):
        """Return what a screen, and the kind of record that it shows, are called in the reader's language, "" for what
        is not known: that kind alone is the screen when this has no name, or the same."""
        # sudo: what screens and records of ours are called, and nothing of what they show
        ecran = self.env["ir.actions.actions"].sudo().browse(action or ()).name or ""
        montre = self.env["ir.model"].sudo().browse(modele or ()).name or ""
        return (ecran, montre if montre != ecran else "") if ecran else (montre, "")

    def write(self, vals):
        """What was reported stays as it was; an answer is written until it is sent.

        :raise AccessError: when anything else is changed
        """
        if not self.env.su and (vals.keys() - {"reponse"} or "repondu" in self.mapped("state")):
            raise AccessError(self.env._("A report stays as it was made, and an answer as it was sent."))
        return super().write(vals)

    # What its author does

    @api.model
    def apercu(self, ecran):
        """Return what would go with a report made here, in words, to be shown before it is sent.

        :param dict ecran: `action`, `modele`, `record`, and what `DIT` names, as the browser knows them
        :return: ``[[label, value], …]``
        """
        vous = [self.env._("You"), f"{self.env.user.name}, {self.env.company.display_name}"]
        valeurs = self._decrire(ecran)
        valeurs["ecran"], valeurs["modele"] = self._nommer(valeurs["action_id"], valeurs["modele_id"])
        noms = ("ecran", "modele", "reference", "geste", "requete", "navigateur", "fenetre")
        lignes = [[self._fields[nom]._description_string(self.env), valeurs[nom]] for nom in noms if valeurs.get(nom)]
        return [*lignes, vous]

    @api.model
    def signaler(self, texte, ecran):
        """Send a report to Vivalis.

        :param str texte: the person's words
        :param dict ecran: as `apercu`
        :return: its number
        :raise UserError: without words; after too many in an hour
        """
        texte = texte.strip() if isinstance(texte, str) else ""
        if not texte:
            raise UserError(self.env._("Say in a few words what happened. Nothing was sent yet."))
        recents = [("user_id", "=", self.env.uid), ("create_date", ">", maintenant() - timedelta(hours=1))]
        if self.search_count(recents) >= PAR_HEURE:
            raise UserError(
                self.env._(
                    "You reported %s problems in the last hour: Vivalis has them. Nothing was sent; wait a little, or"
                    " telephone.",
                    PAR_HEURE,
                )
            )
        valeurs = {**self._decrire(ecran), "texte": texte[:5000], "langue": self.env.lang}
        valeurs["requete"] = valeurs["requete"] or REQUETE.get()
        # sudo: a report of this user's own, by this step alone, which counts them
        probleme = self.sudo().create({**valeurs, "user_id": self.env.uid, "company_id": self.env.company.id})
        return probleme.id

    @api.model
    def reponses_a_lire(self):
        """Return how many answers to this user's reports they have not opened yet."""
        return self.search_count(
            [("user_id", "=", self.env.uid), ("state", "=", "repondu"), ("reponse_lue", "=", False)]
        )

    @api.model
    def action_miens(self):
        """Open one's own reports; their answers are read from then on."""
        siens = self.search([("user_id", "=", self.env.uid), ("state", "=", "repondu"), ("reponse_lue", "=", False)])
        # sudo: a mark on reports of this user's own, which the search has just found
        siens.sudo().reponse_lue = True
        return self.env["ir.actions.act_window"]._for_xml_id("parcours_socle.parcours_probleme_action_miens")

    # What Vivalis does

    def action_prendre(self):
        """Say that one takes care of it."""
        self.check_access("write")
        neufs = self.filtered(lambda p: p.state == "nouveau")
        # sudo: the state, written by this step alone; who may answer was checked just above
        neufs.sudo().write({"state": "en_cours", "charge_id": self.env.uid})
        return True

    def action_repondre(self):
        """Send the answer back to the person.

        :raise UserError: without an answer; when it was answered already
        """
        self.ensure_one()
        self.check_access("write")
        if self.state == "repondu":
            raise UserError(self.env._("This was answered already. Nothing was sent a second time."))
        if not (self.reponse or "").strip():
            raise UserError(self.env._("Write the answer first. Nothing was sent."))
        # sudo: the state, written by this step alone; who may answer was checked just above
        self.sudo().write({"state": "repondu", "charge_id": self.env.uid, "repondu_le": maintenant()})
        # in the communes of the author: those that Vivalis has on its screen are not theirs
        auteur = self.with_user(self.user_id).with_context(allowed_company_ids=self.user_id.company_ids.ids)
        self.user_id._bus_send("parcours_socle.reponse", {"nombre": auteur.reponses_a_lire()})
        return True

    @api.autovacuum
    def _gc_anciens(self):
        self.search([("create_date", "<", maintenant() - OUBLI)]).unlink()

    # The place

    @api.model
    def _decrire(self, ecran):
        """Return the values of a report made there. What the browser says is not trusted: an action and a model are
        named by the server, a record by its reference alone, and only when this user may read it."""
        ecran = ecran if isinstance(ecran, dict) else {}
        valeurs = {nom: str(ecran.get(nom) or "")[:longueur] for nom, longueur in DIT.items()}
        modele = ecran.get("modele")
        if not isinstance(modele, str) or modele not in self.env:
            modele = ""
        valeurs["action_id"] = self._action_connue(ecran.get("action"))
        # sudo: which kind of record it is, of a name that the registry has
        valeurs["modele_id"] = self.env["ir.model"].sudo()._get_id(modele) if modele else False
        valeurs["reference"] = self._reference(modele, ecran.get("record"))
        return valeurs

    @api.model
    def _action_connue(self, action):
        """Return the id of an action that there is, or False."""
        if not isinstance(action, int):
            return False
        # sudo: whether there is such a screen
        return self.env["ir.actions.actions"].sudo().browse(action).exists().id

    @api.model
    def _reference(self, modele, record):
        """Return the reference of a record, or of the first one it belongs to that has one; else its number; "" for
        who may not read it."""
        if not modele or not isinstance(record, int):
            return ""
        record = self.env[modele].browse(record).exists()
        if not record or not record.has_access("read"):
            return ""
        porteur = record
        if "reference" not in record._fields:
            liens = (c for c in record._fields.values() if c.type == "many2one" and c.comodel_name in self.env)
            avec = (c.name for c in liens if "reference" in self.env[c.comodel_name]._fields)
            lien = next(avec, None)
            porteur = record[lien] if lien else None
        return porteur.reference if porteur and porteur.has_access("read") else str(record.id)
