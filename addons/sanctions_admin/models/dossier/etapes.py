# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Stage and terms of a sanction, computed from its events; and the steps that make a record."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.parcours_accueil.droit.delais import Decompte, Parametres, delais
from odoo.addons.parcours_accueil.droit.etapes import Evenement
from odoo.addons.parcours_accueil.models.dossier.termes import COLONNES_EVENEMENT
from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.paroles import dire

from ...droit.attendue import ENVOYER, TRANCHER, attendue
from ...droit.conditions import SituationSanction, abandon_propose, amende_a_prouver, sans_reponse
from ...droit.courriers import CONTRAINTE, RAPPEL, a_reclamer
from ...droit.delais import DU_DOSSIER
from ...droit.etapes import (
    ABANDON,
    INFRACTION_CONSTATEE,
    REMBOURSEMENT,
    SANCTION,
    SANCTION_CLOSE,
    SANCTION_REVUE,
    phase,
    stage,
)

#: What an event is about: its column -> its word in the pure package.
OBJETS = {
    "infraction_id": "infraction",
    "audition_id": "audition",
    "decision_id": "decision",
    "recours_id": "recours",
}
#: The steps that make a record, which tells the ledger (etape/inscrit.py), and the method that makes it.
FAITES = {INFRACTION_CONSTATEE: "_constater", REMBOURSEMENT: "_rembourser", ABANDON: "_abandonner"}


class SanctionDossierEtapes(models.AbstractModel):
    _name = "sanction.dossier.etapes"
    _description = "Sanction file: its steps and terms"
    _inherit = ["parcours.etape.proprietaire"]

    _etapes_de = SANCTION
    _etapes_lues = ("evenement_ids", "mouvement_ids", "protection_internationale")
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
        complets = self.sudo()
        faits, soldes = complets._faits(), complets._soldes()
        sans = complets.dossier_id._jours_sans_obligation()
        proposes = {identifiant: abandon_propose(evenements) for identifiant, evenements in faits.items()}
        entrees = complets.env["parcours.evenement"].browse(e.rang for e in proposes.values() if e)
        miens = set() if self.env.su else set(entrees.filtered(lambda e: e.user_id == self.env.user).ids)
        situations = {}
        for sanction, complet in zip(self, complets, strict=True):
            evenements = tuple(faits.get(complet.id, ()))
            situations[sanction] = SituationSanction(
                phase=phase(evenements),
                evenements=evenements,
                termes=complet._termes(evenements, sans[complet.dossier_id.id]),
                soldes=tuple(soldes[complet].values()),
                protegee=complet.protection_internationale,
                commune=complet.company_id.name,
                roles=roles[sanction],
                a_moi=bool(proposes.get(complet.id)) and proposes[complet.id].rang in miens,
            )
        return situations

    def _fenetre_lettre(self, _code):
        return None

    def _attendue(self, situation, offertes, _jour):
        """The first step of the table that comes before what records say: to answer a change, to check the file; then
        what the last infringement awaits, which a record says."""
        etapes = self._mes_etapes()
        primaire = next((code for code in offertes if etapes[code].bouton == "primary"), False)
        return primaire or (attendue(situation.evenements)[0] if "fonctionnaire" in situation.roles else False)

    def _suivre_situation(self, situation, offertes):
        """Say which letters that claim what is owed can be made now."""
        jour = aujourdhui()
        dues = [code for code in (RAPPEL, CONTRAINTE) if situation and a_reclamer(code, situation, jour)]
        self.courriers_possibles = f",{','.join(dues)},"

    def _attendu(self):
        """Return the last infringement, what of it is awaited and its record, as :func:`attendue`, for its official."""
        self.check_access("write")
        # sudo: access was checked; ids of records of this sanction come out
        evenements = tuple(self.sudo()._faits().get(self.id, ()))
        return attendue(evenements)

    def _fenetre_inscrit(self, modele, vue, titre, infraction, inscrit=None):
        """Open the window of a record of this sanction: a new one, or that one."""
        return {
            "type": "ir.actions.act_window",
            "name": titre,
            "res_model": modele,
            "res_id": inscrit or False,
            "views": [(self.env.ref(vue).id, "form")],
            "target": "new",
            "context": {"default_sanction_id": self.id, "default_infraction_id": infraction},
        }

    def _fenetre_audition(self, titre, infraction, audition=None):
        vue = "sanctions_admin.sanction_audition_view_form_fenetre"
        return self._fenetre_inscrit("sanction.audition", vue, titre, infraction, audition)

    def _fenetre_decision(self, titre, infraction, decision=None):
        vue = "sanctions_admin.sanction_decision_view_form_fenetre"
        return self._fenetre_inscrit("sanction.decision", vue, titre, infraction, decision)

    def action_inviter(self):
        """Open the window of a new invitation to be heard."""
        _mot, infraction, _inscrit = self._attendu()
        return self._fenetre_audition(self.env._("Invite to be heard"), infraction)

    def action_entendre(self):
        """Open the invitation whose outcome is awaited."""
        _mot, infraction, audition = self._attendu()
        return self._fenetre_audition(self.env._("What came of the invitation"), infraction, audition)

    def action_decider(self):
        """Open the window that proposes a decision on the last infringement."""
        _mot, infraction, _inscrit = self._attendu()
        return self._fenetre_decision(self.env._("Propose a decision"), infraction)

    def action_trancher(self):
        """Open what an official proposed, for another one to decide."""
        mot, infraction, decision = self._attendu()
        if mot != TRANCHER:
            raise UserError(self.env._("Nothing proposed awaits a decision: somebody decided meanwhile."))
        return self._fenetre_decision(self.env._("Decide on what is proposed"), infraction, decision)

    def action_envoyer(self):
        """Open the window in which the decision that awaits it leaves."""
        mot, _infraction, decision = self._attendu()
        if mot != ENVOYER:
            raise UserError(self.env._("No decision awaits its sending: somebody recorded it meanwhile."))
        return self.env["sanction.decision"].browse(decision).action_envoyer()

    def _soldes(self):
        """Return ``{sanction: {its decision: what is still to pay for it}}``; movements of no fine are of none."""
        soldes = {sanction: {} for sanction in self}
        for mouvement in self.mouvement_ids:
            decision = mouvement.decision_id or mouvement._seule_amende()
            du = soldes[mouvement.sanction_id]
            du[decision] = mouvement.currency_id.round(du.get(decision, 0) + mouvement.montant_signe)
        return soldes

    def _noter(self, genre, jour=None, **valeurs):
        """Some steps make a record, whose entry is theirs; that a sanction is closed says what it rested on."""
        if genre in FAITES:
            # sudo: `_enregistrer` checked the access and the step; whoever takes it stays the author
            enregistrements = getattr(self.sudo(), FAITES[genre])(jour or aujourdhui(), valeurs.get("note"))
            champ = enregistrements._champ_evenement
            return self.env["parcours.evenement"].search([(champ, "in", enregistrements.ids), ("type", "=", genre)])
        if genre == SANCTION_CLOSE:
            evenements = self.env["parcours.evenement"]
            for mots, sanctions in self.grouped(
                lambda sanction: dire(sanction, lambda lue: lue._mots_cloture())
            ).items():
                reserve = {"note_reservee": mots} if mots else {}
                evenements |= super(SanctionDossierEtapes, sanctions)._noter(genre, jour, **(valeurs | reserve))
            return evenements
        return super()._noter(genre, jour, **valeurs)

    def _mots_cloture(self):
        """Return what the closing says of infringements that rest on nothing any more, or ""."""
        # sudo: what the sanction rested on, whoever closes it
        if any(infraction._sans_objet() for infraction in self.sudo().infraction_ids):
            return self.env._(
                "The finding of refusal was cancelled, or the fine annulled, that an infringement rested on."
            )
        return ""

    def _constater(self, jour, _note):
        """Find the infringement that no proof was given after the last fine, in each sanction."""
        faits = self._faits()
        return self.env["sanction.infraction"].create(
            [
                {
                    "sanction_id": sanction.id,
                    "type": "sans_preuve",
                    "date_constat": jour,
                    "fondement_id": amende_a_prouver(faits.get(sanction.id, ())),
                }
                for sanction in self
            ]
        )

    def _rembourser(self, jour, note):
        """Record that what is owed back was refunded."""
        return self._solder("remboursement", jour, note, -1)

    def _abandonner(self, jour, note):
        """Write off what is still to pay."""
        return self._solder("abandon", jour, note, 1)

    def _solder(self, genre, jour, raison, signe):
        """Bring to nothing, by movements of that type, what is owed (`signe` 1) or owed back (-1) for each fine."""
        return self.env["sanction.mouvement"].create(
            [
                {
                    "sanction_id": sanction.id,
                    "decision_id": decision.id,
                    "type": genre,
                    "date": jour,
                    "montant": abs(solde),
                    "raison": raison,
                }
                for sanction, soldes in self._soldes().items()
                for decision, solde in soldes.items()
                if solde * signe > 0
            ]
        )

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
        lus = registre.search_fetch(
            (Domain("sanction_id", "in", self.ids) | preuves) & Domain("annulation_ids", "=", False),
            (*COLONNES_EVENEMENT, "sanction_id", "mouvement_id", "remedes", *OBJETS),
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
            canal=evenement.canal or None,
            depot_prouve=bool(evenement.preuve_envoi),
            remedes=evenement.remedes == "dits",
            issue=evenement.reception or evenement.retour or None,
        )

    def _termes(self, evenements, sans):
        """Return the terms that valid events give this sanction.

        :param sans: the days on which the person had no obligation (`parcours.dossier._jours_sans_obligation`)
        """
        tables = self.env["parcours.evenement"]._tables()
        genres = {code: genre for code, genre in tables.genres.items() if genre.proprietaire == SANCTION}
        if not self.reglement_id:
            return ()
        return tuple(delais(evenements, None, Parametres(self.reglement_id._lignes()), genres=genres, sans=sans))

    def _recalculer(self):
        """Compute stage and terms of each sanction again from its events; few queries a batch."""
        if not self:
            return
        # sudo: stage and terms follow from the events alone
        sanctions = self.sudo().with_context(tracking_disable=True)
        jour, faits, sans = aujourdhui(), sanctions._faits(), sanctions.dossier_id._jours_sans_obligation()
        stages = self.env["sanction.stage"]._ids_par_code()
        decomptes = {}
        for sanction in sanctions:
            evenements = faits.get(sanction.id, [])
            voulu, a_repondre = stage(evenements), bool(sans_reponse(evenements))
            if sanction.stage_id.id != stages[voulu]:
                sanction.stage_id = stages[voulu]
            if sanction.a_repondre != a_repondre:
                sanction.a_repondre = a_repondre
            parametres = Parametres(sanction.reglement_id._lignes()) if sanction.reglement_id else None
            termes = sanction._termes(evenements, sans[sanction.dossier_id.id])
            decomptes[sanction.id] = Decompte(parametres, termes, ouvert=voulu != "cloture")
        self.env["parcours.delai"].sudo()._enregistrer(sanctions, decomptes, jour)
