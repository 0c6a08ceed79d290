# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.presences import decrocher, est_revenu
from ..vocabulaire import GROUPES_IDENTITE

RAISONS = [("suite", "Absent several times in a row"), ("part", "Absent too often")]
ETATS = [
    ("ouvert", "Does not come"),
    ("revenu", "Came again"),
    ("corrige", "Was a mistake, or justified since"),
    ("parti", "Not enrolled here any more"),
]
TACHE = "parcours_accueil.activite_decrochage"


class ParcoursDecrochage(models.Model):
    """Somebody who does not come any more, according to the figures of the law: found by the night, ended by it.

    ::

        ouvert ──noted present──> revenu
          ├──────absences justified, corrected──> corrige
          └──────changed organiser, file closed──> parti

    The coach in charge has a task from the first night on, or the head of the organiser when there is no coach: one for
    each time somebody drops out, taken back by itself when it ends.
    """

    _name = "parcours.decrochage"
    _description = "Somebody who dropped out"
    _inherit = [
        "reference.lisible",
        "lecture.tracee",
        "liste.ordonnable",
        "nom.lisible",
        "nom.reserve",
        "fil.reserve",
        "mail.thread",
        "mail.activity.mixin",
    ]
    # leads to a person, and shows nothing of what the register says
    _montre = {"dossier_id": {}}
    _motif_lecture = "dossier"
    _liste_fiches = ("dossier_id",)
    _lisibles = ("dossier_id",)
    _noms = ("depuis", "raison")
    _order = "depuis desc, id desc"
    _fil_lecteurs = GROUPES_IDENTITE

    dossier_id = fields.Many2one(
        "parcours.dossier", "File", required=True, readonly=True, ondelete="cascade", index=True
    )
    organisateur_id = fields.Many2one(
        "parcours.organisateur", "Organiser", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    raison = fields.Selection(RAISONS, "Why", required=True, readonly=True)
    absences = fields.Integer("Absences in a row", readonly=True, help="Without justification.")
    depuis = fields.Date("Since", required=True, readonly=True, help="The first of these absences.")
    dernier = fields.Date("Last absence", required=True, readonly=True)
    constate_le = fields.Date("Found on", required=True, readonly=True, default=aujourdhui)
    state = fields.Selection(ETATS, "Status", required=True, readonly=True, default="ouvert")
    fini_le = fields.Date("Ended on", readonly=True)
    responsable_id = fields.Many2one("res.users", "Coach in charge", compute="_compute_responsable_id")

    _un_ouvert = models.UniqueIndex("(dossier_id) WHERE state = 'ouvert'", "Somebody drops out once at a time.")
    _organisateur_idx = models.Index("(organisateur_id, depuis, id) WHERE state = 'ouvert'")

    @api.depends("dossier_id", "organisateur_id")
    def _compute_responsable_id(self):
        # sudo: the name of a colleague, to who reads this line
        charges = self.env["parcours.suivi"].sudo()._charges(self.dossier_id)
        for decrochage in self:
            cle = (decrochage.dossier_id.id, decrochage.organisateur_id.id)
            decrochage.responsable_id = charges.get(cle, False)

    # ---- found and ended by the night -------------------------------------------------------------------------------

    @api.model
    def _actualiser(self, dossiers, lues, baremes):
        """Find who of these files dropped out of the courses of the organiser with whom they are enrolled, and end what
        is over. In sets: a few queries for all.

        :param lues: ``{file id: [(organiser id, Presence)]}``
        :param baremes: ``{version of the law: figures of a drop-out}``
        """
        chez = self._inscrits(dossiers)
        ouverts = {un.dossier_id.id: un for un in self.search(self._ouverts_de(dossiers))}
        nouveaux = []
        for dossier in dossiers:
            organisateur = chez.get(dossier.id)
            siennes = [presence for ou, presence in lues.get(dossier.id, ()) if ou == organisateur]
            bareme = baremes.get(dossier.reglement_id) or ()
            lu = decrocher(siennes, *bareme) if organisateur and len(bareme) == 2 else None
            ouvert = ouverts.get(dossier.id, self.browse())
            if ouvert and (not lu or ouvert.organisateur_id.id != organisateur or lu.depuis > ouvert.dernier):
                ouvert._clore(self._fin(ouvert, organisateur, siennes))
                ouvert = self.browse()
            if lu:
                valeurs = lu._asdict()
                if not ouvert:
                    nouveaux.append({"dossier_id": dossier.id, "organisateur_id": organisateur, **valeurs})
                elif any(ouvert[nom] != valeur for nom, valeur in valeurs.items()):
                    ouvert.write(valeurs)
        # the partial unique index must see the ended ones first
        self.flush_model()
        self.with_context(tracking_disable=True, mail_create_nosubscribe=True).create(nouveaux)._prevenir()

    @api.model
    def _ouverts_de(self, dossiers):
        return [("dossier_id", "in", dossiers.ids), ("state", "=", "ouvert")]

    @api.model
    def _inscrits(self, dossiers):
        """Return ``{file id: organiser id}`` of who is enrolled somewhere now."""
        inscriptions = self.env["parcours.inscription"].search_fetch(
            [("dossier_id", "in", dossiers.ids), ("date_fin", "=", False), ("dossier_id.phase", "=", "dossier")],
            ["dossier_id", "organisateur_id"],
        )
        return {une.dossier_id.id: une.organisateur_id.id for une in inscriptions}

    @staticmethod
    def _fin(ouvert, organisateur, presences):
        """Return why one that was open is over."""
        if ouvert.organisateur_id.id != organisateur:
            return "parti"
        return "revenu" if est_revenu(presences, ouvert.depuis) else "corrige"

    def _clore(self, state):
        self.write({"state": state, "fini_le": aujourdhui()})
        self.env["mail.activity"]._retirer(self, TACHE)

    def _clore_partis(self):
        """End those of who is not enrolled there any more."""
        chez = self._inscrits(self.dossier_id)
        self.filtered(lambda un: chez.get(un.dossier_id.id) != un.organisateur_id.id)._clore("parti")

    @api.model
    def _rejoindre(self, autre):
        """Before what is of another file becomes one's own: the night finds out whether the person dropped out."""
        # sudo: the joining of the two files was checked
        self.sudo().search(self._ouverts_de(autre))._clore("corrige")

    def _prevenir(self):
        """Give the task of each to its coach, or to the head of the organiser."""
        if self:
            self.env["mail.activity"]._donner(
                TACHE,
                self,
                lambda env, un: env._("Does not come any more: call, and write down what is agreed"),
                lambda env, un: env._(
                    "%(number)s absences without justification in a row, since %(day)s.",
                    number=un.absences,
                    day=format_date(env, un.depuis),
                ),
                a=lambda un: un.responsable_id or un.organisateur_id.responsable_id,
            )

    def action_dossier(self):
        """Open the file of this person."""
        self.ensure_one()
        return self.dossier_id._ouvrir_fiche()
