# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Stage and terms of a sanction, computed from its events."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.parcours_accueil.droit.delais import Decompte, Parametres, delais
from odoo.addons.parcours_accueil.droit.etapes import Evenement
from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.conditions import SituationSanction
from ...droit.delais import DU_DOSSIER
from ...droit.etapes import SANCTION, SANCTION_REVUE, phase, stage

#: What an event is about: its column -> its word in the pure package.
OBJETS = {"infraction_id": "infraction", "audition_id": "audition", "decision_id": "decision"}


class SanctionDossierEtapes(models.AbstractModel):
    _name = "sanction.dossier.etapes"
    _description = "Sanction file: its steps and terms"
    _inherit = ["parcours.etape.proprietaire"]

    _etapes_de = SANCTION
    _etapes_lues = ("evenement_ids", "mouvement_ids")
    _etape_revue = SANCTION_REVUE
    _taches_delai = {
        "proche": "sanctions_admin.activite_delai_proche",
        "echu": "sanctions_admin.activite_delai_echu",
        "revue": "sanctions_admin.activite_delai_revue",
    }

    evenement_ids = fields.One2many("parcours.evenement", "sanction_id", "Events", readonly=True)
    delai_ids = fields.One2many("parcours.delai", "sanction_id", "Terms", readonly=True)

    # ---- steps ------------------------------------------------------------------------------------------------------

    def _situations(self, roles):
        # sudo: what stands in the way of a step follows from the whole sanction, whoever asks
        faits = self.sudo()._faits()
        return {
            sanction: SituationSanction(
                phase=phase(faits.get(sanction.id, ())),
                evenements=tuple(faits.get(sanction.id, ())),
                solde=sanction.sudo().solde,
                commune=sanction.company_id.name,
                roles=roles[sanction],
            )
            for sanction in self
        }

    def _verifier_revues(self, *genres):
        """Refuse what rests on the end of a term that awaits its review: one of those kinds of the sanction, or any of
        the pathway file, whose refusal it is (loi.md §7).

        :param genres: codes of kinds of terms of a sanction
        :raise UserError: in the user's words
        """
        # sudo: whether a term awaits its review does not depend on who asks; only a sentence comes out
        for sanction in self.sudo():
            delais = sanction.delai_ids.filtered(lambda delai: delai.type_id.code in genres)
            if sanction.dossier_id.phase == "dossier":
                delais |= sanction.dossier_id.delai_ids
            if en_attente := delais._a_revoir():
                raise UserError(
                    self.env._(
                        "This cannot be recorded yet: a term that it rests on awaits its review (%s). It was learnt "
                        "when it was already past, or something about it is in doubt. Whoever has it uses the button "
                        "“Reviewed” and says why. Nothing was saved.",
                        ", ".join(en_attente.mapped("display_name")),
                    )
                )

    # ---- events, stage and terms ------------------------------------------------------------------------------------

    def _faits(self):
        """Return ``{sanction id: [droit.etapes.Evenement, oldest first]}``: the valid events of each sanction, with the
        proofs and the suspensions of its pathway file; in one query."""
        registre = self.env["parcours.evenement"]
        preuves = Domain("dossier_id", "in", self.dossier_id.ids) & Domain("type", "in", list(DU_DOSSIER))
        lus = registre.search(
            (Domain("sanction_id", "in", self.ids) | preuves) & Domain("annulation_ids", "=", False),
            order="date_effective, id",
        )
        du_dossier = {}
        for sanction in self:
            du_dossier.setdefault(sanction.dossier_id.id, []).append(sanction.id)
        faits = {}
        for evenement in lus.filtered(lambda e: e.type != "annulation"):
            proprietaires = evenement.sanction_id.ids or du_dossier.get(evenement.dossier_id.id, ())
            for identifiant in proprietaires:
                faits.setdefault(identifiant, []).append(self._fait(evenement))
        return faits

    @api.model
    def _fait(self, evenement):
        """Return an event as the pure package takes it."""
        objets = tuple((mot, evenement[champ].id) for champ, mot in OBJETS.items() if evenement[champ])
        montant = evenement.mouvement_id.montant_signe or 0
        return Evenement(
            evenement.type,
            evenement.date_effective,
            evenement.id,
            evenement.suspension_id.id,
            evenement.date_fin or None,
            objets=objets,
            montant=montant,
        )

    def _recalculer(self):
        """Compute stage and terms of each sanction again from its events; few queries a batch."""
        if not self:
            return
        # sudo: stage and terms follow from the events alone
        sanctions = self.sudo().with_context(tracking_disable=True)
        jour, faits, sans = aujourdhui(), sanctions._faits(), sanctions.dossier_id._jours_sans_obligation()
        stages = {un.code: un for un in self.env["sanction.stage"].sudo().search([])}
        tables = self.env["parcours.evenement"]._tables()
        genres = {code: genre for code, genre in tables.genres.items() if genre.proprietaire == SANCTION}
        decomptes = {}
        for sanction in sanctions:
            evenements = faits.get(sanction.id, [])
            voulu = stages[stage(evenements)]
            if sanction.stage_id != voulu:
                sanction.stage_id = voulu
            parametres = Parametres(sanction.reglement_id._lignes()) if sanction.reglement_id else None
            jours = sans[sanction.dossier_id.id]
            termes = delais(evenements, None, parametres, genres=genres, sans=jours) if parametres else ()
            decomptes[sanction.id] = Decompte(parametres, tuple(termes), ouvert=voulu.code != "cloture")
        self.env["parcours.delai"].sudo()._enregistrer(sanctions, decomptes, jour)
