# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What people do on a file: the buttons, their checks, and the event that each leaves."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.delais import SOMMATION, SUSPENSIONS, TENU, sommation_en_cours, sommation_fondee, sommations
from ..vocabulaire import GROUPES_REGISTRE


class DossierActions(models.AbstractModel):
    _name = "parcours.dossier.actions"
    _description = "Pathway file: the steps people take"

    personne_lisible = fields.Boolean(compute="_compute_personne_lisible", groups=GROUPES_REGISTRE)

    @api.depends("personne_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_personne_lisible(self):
        """The person's page: not shown to a commune where the person does not live any more."""
        lisibles = self.personne_id._filtered_access("read")
        for dossier in self:
            dossier.personne_lisible = dossier.personne_id in lisibles and bool(dossier.personne_id)

    def _enregistrer(self, genre, date_effective=None, **valeurs):
        """Check and record one event on each file of self, with everything that follows from it.

        :param str genre: a type of parcours.evenement
        :param date_effective: the day it happened; today when empty
        :param valeurs: other values of the event: organisateur_id, motif_cloture, note, annule_id
        :return: the events
        :raise AccessError: when the user may not write the files
        :raise UserError: when the step cannot be done now; says what to do
        """
        self.check_access("write")
        self._seul()
        jour = date_effective or aujourdhui()
        for dossier in self:
            dossier._verifier_etape(genre, jour, valeurs)
        # sudo: users record events through this method only, which has checked their access and the step; user_id is
        # theirs because sudo keeps the user
        return (
            self.env["parcours.evenement"]
            .sudo()
            .create([{**valeurs, "dossier_id": d.id, "type": genre, "date_effective": jour} for d in self])
        )

    def _seul(self):
        """Let one person at a time record something on these files: another one waits here, then finds it recorded.

        PostgreSQL refuses to write a row that somebody else changed since this transaction began; Odoo then plays the
        whole request again, and its checks see what the first one did.
        """
        # Raw SQL: the row must be written now, before the checks, and not when the ORM thinks fit. Ids come from a
        # recordset whose access was checked; only the date of the last change is written.
        self.env.cr.execute(
            SQL(
                "UPDATE parcours_dossier SET write_date = now() AT TIME ZONE 'UTC' WHERE id = ANY(%s)",
                list(self.ids),
            )
        )

    def _verifier_etape(self, genre, jour, valeurs):
        """Refuse a step that the file does not allow; ``_verifier_<type>`` below adds the checks of that type.

        :raise UserError: in the user's words
        """
        self.ensure_one()
        if jour > aujourdhui() and genre not in SUSPENSIONS:
            raise UserError(self.env._("This date is still to come. Enter the day it happened."))
        if genre not in ("cloture", "reouverture", "volontaire", "annulation") and self.phase != "dossier":
            raise UserError(self.env._("This file is not open: only an open file can take this step."))
        verifier = getattr(self, f"_verifier_{genre}", None)
        if verifier:
            verifier(jour, valeurs)

    def _verifier_inscription_organisateur(self, jour, valeurs):
        if not valeurs.get("organisateur_id"):
            raise UserError(self.env._("Choose the organiser."))
        if self.organisateur_id:
            raise UserError(
                self.env._("Already registered with %s: record a change of organiser.", self.organisateur_id.name)
            )

    def _verifier_changement_organisateur(self, jour, valeurs):
        if not valeurs.get("organisateur_id"):
            raise UserError(self.env._("Choose the organiser."))
        self._verifier_attestation_organisateur(jour, valeurs)

    def _verifier_attestation_organisateur(self, jour, valeurs):
        if not self.organisateur_id:
            raise UserError(self.env._("This person is not registered with an organiser yet."))
        debut = min(self.inscription_ids.mapped("date_debut"))
        if jour < debut:
            raise UserError(
                self.env._(
                    "This day comes before the registration with the organiser, on %s. Nothing was saved.",
                    format_date(self.env, debut),
                )
            )

    def _verifier_attestation_fin(self, jour, valeurs):
        self._verifier_attestation_organisateur(jour, valeurs)

    def _verifier_sommation_recue(self, jour, valeurs):
        envoyee, recue = sommation_en_cours(self._evenements_valides().get(self.id, []))
        if not envoyee or recue or jour < envoyee.date_effective:
            raise UserError(self.env._("No summons awaits its receipt on that date. Record the sending first."))

    def _verifier_reouverture(self, jour, valeurs):
        if self.phase != "cloture":
            raise UserError(self.env._("This file is not closed."))

    def _verifier_acquittement_commune(self, jour, valeurs):
        if not self.commune_a_acquitter:
            raise UserError(self.env._("No move awaits acknowledgement."))
        communal = self.env.user.has_group("parcours_accueil.group_agent")
        if not self.env.su and not (communal and self.company_id in self.env.user.company_ids):
            raise UserError(
                self.env._(
                    "Only an agent of %s can acknowledge this move: the new commune says that it has the file. "
                    "Nothing was changed.",
                    self.company_id.name,
                )
            )

    def _verifier_transfert_vivalis(self, jour, valeurs):
        raise UserError(self.env._("A file is transferred by the finding of refusal, not by hand."))

    def _verifier_sans_doute(self):
        """Refuse a step towards a sanction while somebody's answer could make it unjust.

        :raise UserError: in the user's words
        """
        if self.issue_a_appliquer:
            raise UserError(self.env._("The last examination contradicts this file. Apply the new outcome first."))
        if self.exemption_a_decider:
            raise UserError(
                self.env._("This person asked for an exemption. Decide on the request first: see the tab “Exemptions”.")
            )

    def _verifier_sommation_envoyee(self, jour, valeurs):
        if self.volontaire:
            raise UserError(self.env._("A volunteer cannot be summoned: no sanction applies (art. 7 §3)."))
        self._verifier_sans_doute()
        if self.echeance_type not in ("inscription", "achevement") or self.date_echeance >= jour:
            raise UserError(self.env._("No term has ended unmet: the person cannot be summoned yet."))

    def _verifier_constat_refus(self, jour, valeurs):
        """A refusal is found when the summons was received and its term ended without proof (art. 14)."""
        if self.volontaire:
            raise UserError(self.env._("A volunteer cannot refuse: no sanction applies (art. 7 §3)."))
        self._verifier_sans_doute()
        evenements = self._evenements_valides().get(self.id, [])
        _envoyee, recue = sommation_en_cours(evenements)
        if not recue:
            raise UserError(self.env._("A refusal cannot be found: no receipt of a summons is recorded."))
        if any(evenement.type == "constat_refus" for evenement in evenements):
            raise UserError(self.env._("A refusal was already found in this file."))
        suspendables = self.env["parcours.delai.type"].sudo()._suspendables()  # sudo: public settings of the law
        # sudo: the dates are the file's own, and shown to the user
        termes = self.sudo()._calculer(evenements, suspendables, jour).termes
        terme = next((terme for terme in reversed(termes) if terme.type == SOMMATION), None)
        if terme and terme.etat == TENU:
            raise UserError(
                self.env._(
                    "A refusal cannot be found: the person answered the summons on %s.",
                    format_date(self.env, terme.date_etat),
                )
            )
        if not sommation_fondee(termes, evenements):
            raise UserError(
                self.env._(
                    "A refusal cannot be found: as the dates are known now, this summons was sent before the end of "
                    "the term that it follows. Cancel the summons, and send another one once the term is over."
                )
            )
        if jour <= terme.delai.echeance:
            raise UserError(
                self.env._(
                    "A refusal cannot be found yet: the person has until %s to answer the summons.",
                    format_date(self.env, terme.delai.echeance),
                )
            )

    def _verifier_annulation(self, jour, valeurs):
        """A receipt without its sending would still be a summons: it is cancelled first. A registration is cancelled
        as long as no other step with the organiser followed it."""
        evenements = self._evenements_valides().get(self.id, [])
        annule = next((e for e in evenements if e.id == valeurs["annule_id"]), None)
        suites = {"changement_organisateur", "attestation_organisateur", "attestation_fin", "constat_refus"}
        if annule and annule.type == "inscription_organisateur" and any(e.type in suites for e in evenements):
            raise UserError(self.env._("This entry cannot be cancelled: other steps of the file rest on it."))
        paires = sommations(evenements)
        if any(recue and envoyee and envoyee.id == valeurs["annule_id"] for envoyee, recue in paires):
            raise UserError(
                self.env._(
                    "This summons has a receipt. Nothing was cancelled. Cancel the receipt first, then the summons."
                )
            )

    def _verifier_cloture(self, jour, valeurs):
        if self.phase == "cloture":
            raise UserError(self.env._("This file is already closed."))
        if not valeurs.get("motif_cloture"):
            raise UserError(self.env._("Choose the reason of the closure."))

    def _verifier_volontaire(self, jour, valeurs):
        if self.phase != "predossier":
            raise UserError(self.env._("This file is already open or closed."))
        if self.jour_belge == "oui" or self.jour_permis_valide == "non":
            raise UserError(
                self.env._(
                    "Only a foreigner who stays legally with a permit of more than three months can volunteer (art. 6)."
                )
            )

    def _apres_constat_refus(self, evenements):
        """Transfer the files at once to Vivalis' designated official (art. 14 §4). The next floor extends this.

        :param evenements: the events that found the refusals
        """
        jours = {evenement.dossier_id: evenement.date_effective for evenement in evenements}
        return self.env["parcours.evenement"].create(
            [
                {"dossier_id": dossier.id, "type": "transfert_vivalis", "date_effective": jours[dossier]}
                for dossier in self
            ]
        )

    def _rouvrir(self):
        """Open closed files again: as files when the pathway is followed, else as pre-files; history is kept."""
        suivis = self.filtered(lambda dossier: dossier.resultat == "oblige" or dossier.volontaire)
        commun = {"motif_cloture": False, "date_cloture": False}
        (self - suivis).write({**commun, "phase": "predossier"})
        suivis.write({**commun, "phase": "dossier"})
        suivis.filtered(lambda dossier: not dossier.date_ouverture).date_ouverture = aujourdhui()

    def action_appliquer_issue(self):
        """Apply the outcome of the last examination to an open file: the person's decision, never a silent change."""
        for dossier in self:
            dossier.check_access("write")
            if not dossier.issue_a_appliquer:
                raise UserError(self.env._("There is no new outcome to apply."))
            if dossier.resultat == "a_examiner":
                raise UserError(
                    self.env._(
                        "The outcome is “to be examined”: a fact or a document is missing. Complete it first; "
                        "the file stays open."
                    )
                )
            # sudo: the task may belong to a colleague; it is done now
            dossier.sudo().activity_feedback(["parcours_accueil.activite_issue"])
            if dossier.resultat == "oblige":
                # sudo: access was checked above; who is obliged is no volunteer
                dossier.sudo().write({"volontaire": False, "issue_a_appliquer": False, "issue_signalee": False})
                dossier.sudo()._recalculer()
            else:
                suites = "\n".join(dossier._consequences_issue()[dossier.id])
                dossier._enregistrer("cloture", motif_cloture=dossier.resultat, note=suites or False)

    def action_examiner(self):
        """Examine the file again with the facts it has."""
        self.check_access("write")
        self._examiner(self.env._("Asked by %s", self.env.user.name))

    def action_me_charger(self):
        """Take charge of the files."""
        self.write({"user_id": self.env.uid})

    def action_verifier_cloture(self):
        """Say that nothing is pending in files that the register closed."""
        self.check_access("write")
        # sudo: access was checked above; the mark follows from the closure, and the task may belong to a colleague
        dossiers = self.sudo().filtered("cloture_a_verifier")
        if not dossiers:
            raise UserError(self.env._("No closure awaits a check here."))
        dossiers.cloture_a_verifier = False
        dossiers.activity_feedback(["parcours_accueil.activite_cloture"])

    def action_acquitter(self):
        """Acknowledge that the person moved to this commune."""
        self._enregistrer("acquittement_commune")

    def action_etape(self):
        """Open the small window that records the event named in the context (``parcours_evenement_type``)."""
        self.ensure_one()
        genre = self.env.context["parcours_evenement_type"]
        types = self.env["parcours.evenement"]._fields["type"]._description_selection(self.env)
        return {
            "type": "ir.actions.act_window",
            "name": dict(types)[genre],
            "res_model": "parcours.evenement.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_dossier_id": self.id, "default_type": genre},
        }

    def action_personne(self):
        """Open the person's page of the register."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "registre.personne",
            "res_id": self.personne_id.id,
            "view_mode": "form",
            # Written in the consultation log: the person was read for this file.
            "context": {"registre_motif": "dossier"},
        }

    def action_relire_registre(self):
        """Ask why, then read the person in the register again; the file follows the answer."""
        self.ensure_one()
        return self.personne_id.action_relire()
