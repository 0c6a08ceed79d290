# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.parcours_accueil.models.lectures import ITS_EXPLICATION

from ...droit.courriers import GENRES
from ...droit.delais import PREUVE
from ...droit.etapes import INFRACTION_CONSTATEE
from ...droit.ordre import Cours


class SanctionInfraction(models.Model):
    """One infringement: the refusal found by the commune, or the absence of proof two months after a fine (art. 15).

    Found by a step, never entered by hand. It rests on the finding of the commune, or on the fine that no proof
    followed; when what it rests on is cancelled or annulled, it falls: nothing more can be decided on it.
    """

    _name = "sanction.infraction"
    _description = "Infringement"
    _inherit = [
        "textes.partages.ecriture",
        "lecture.tracee",
        "sanction.inscrit.corrigible",
        "liste.ordonnable",
        "nom.lisible",
        "nom.reserve",
    ]
    _liste_fiches = ("sanction_id",)
    _order = "date_constat, id"
    _champ_evenement = "infraction_id"
    _montre = {"sanction_id.dossier_id": dict.fromkeys(("note",), ITS_EXPLICATION)}
    _motif_lecture = "dossier"
    _textes = ("note",)
    _types_evenement = "infraction_"
    _noms = ("type", "date_constat")
    _notes = frozenset({"note"})
    _moteur = frozenset({"tombee"})

    sanction_id = fields.Many2one("sanction.dossier", "Sanction file", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="sanction_id.company_id")
    type = fields.Selection(
        [("refus", "Refusal after a summons"), ("sans_preuve", "No proof after a fine")],
        "Infringement",
        required=True,
        default="refus",
    )
    date_constat = fields.Date("Found on", required=True)
    fondement_id = fields.Many2one(
        "sanction.decision",
        "Rests on the fine",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="The fine that no proof followed.",
    )
    tombee = fields.Boolean(
        "Rests on nothing any more",
        readonly=True,
        help="The finding was cancelled, or the fine that it rests on annulled.",
    )
    decision_ids = fields.One2many("sanction.decision", "infraction_id", "Decisions")
    audition_ids = fields.One2many("sanction.audition", "infraction_id", "Hearings")
    note = fields.Text()

    _refus_unique = models.UniqueIndex(
        "(sanction_id) WHERE type = 'refus' AND doublon IS NOT TRUE",
        "The refusal that this sanction follows from is already its infringement.",
    )
    _fondement_unique = models.UniqueIndex(
        "(fondement_id) WHERE fondement_id IS NOT NULL", "An infringement already rests on this fine."
    )

    def _verifier_saisie(self):
        """A new infringement follows the end of the proof after a fine."""
        self.filtered(lambda infraction: infraction.type == "sans_preuve").sanction_id._verifier_revues("preuve_amende")

    @api.ondelete(at_uninstall=False)
    def _unlink_avec_auditions(self):
        """Its hearings go with it, each with its entries of the ledger; once it was decided on, it stays."""
        if self.decision_ids:
            raise UserError(
                self.env._("A decision was taken on this infringement: delete the decision first. Nothing was deleted.")
            )
        Courrier = self.env["parcours.courrier"]
        Courrier._refuser_deposees(self, GENRES)
        self.audition_ids.unlink()
        # its letters would be about nothing
        Courrier._perimer(self, GENRES, self.env._("The infringement was deleted."))

    def _verifier_correction(self, _vals):
        """Only its note is written by hand."""

    def _verrou(self, efface=False):
        self.ensure_one()
        if any(decision.date_notification for decision in self.decision_ids):
            return self.env._(
                "The decision on this infringement was notified: nothing of it is changed or deleted any more. Nothing "
                "was saved. A note can be added."
            )
        if efface and self.type == "refus":
            return self.env._(
                "The refusal was found by the commune: it is cancelled there, by a head, with a reason. Nothing was "
                "deleted."
            )
        return None

    def _sans_objet(self):
        """Whether what the infringement rests on is no more, itself or down the chain: the finding was cancelled, or a
        fine annulled."""
        self.ensure_one()
        if self.tombee or (self.type == "refus" and self.sanction_id.evenement_id.annule):
            return True
        avant = self.fondement_id.infraction_id
        return bool(avant) and avant._sans_objet()

    def _cours(self):
        """Return the course of this infringement as the pure package takes it (droit/ordre.py)."""
        self.ensure_one()
        sanction = self.sanction_id
        preuve = self.fondement_id.sanction_id.delai_ids.filtered(
            lambda d: d.type_id.code == PREUVE and d.cle == self.fondement_id.id and d.state != "sans_objet"
        )
        return Cours(
            constat=self.date_constat,
            invitations=tuple(audition._invitation() for audition in self.audition_ids),
            jugements=tuple(decision._jugement() for decision in self.decision_ids),
            limite=sanction._echeance(self.date_constat, "amende") or None,
            apres=preuve.date_echeance or None,
            protegee=sanction.protection_internationale,
            sans_objet=self._sans_objet(),
        )

    def _faits_inscrits(self):
        self.ensure_one()
        return {INFRACTION_CONSTATEE: self.date_constat}

    def _liens_inscrits(self):
        self.ensure_one()
        return {"decision_id": self.fondement_id.id}
