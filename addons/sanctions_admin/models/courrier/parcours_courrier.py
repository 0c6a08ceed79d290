# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.parcours_accueil.droit.canaux import CANAUX as CANAUX_LUS
from odoo.addons.parcours_accueil.droit.courriers import EN_ROUTE, IMPRIME
from odoo.addons.parcours_accueil.models.courrier.ebox import ENVOYE
from odoo.addons.parcours_accueil.models.vocabulaire import CANAUX
from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.courriers import DECISIONS, GENRES, RECOMMANDES
from .libelles import GENRES_DITS

#: What the person's screen shows before the message is opened: nothing of what it is about.
OBJETS_EBOX = {"fr": "Une lettre de Vivalis", "nl": "Een brief van Vivalis"}


class ParcoursCourrier(models.Model):
    """The letters of a sanction (droit/courriers.py): the designated official makes them, in the name of Vivalis; the
    commune in charge of the file neither makes nor reads them. What says that one left is the hearing, or the decision:
    the posting makes or sends that record, and the letter follows it."""

    _inherit = "parcours.courrier"

    genre = fields.Selection(selection_add=GENRES_DITS, ondelete={code: "cascade" for code, _nom in GENRES_DITS})
    sanction_id = fields.Many2one(
        "sanction.dossier", "Sanction file", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    # what was deleted before anything left takes nothing of its letter with it
    infraction_id = fields.Many2one(
        "sanction.infraction", "Infringement", readonly=True, ondelete="set null", index="btree_not_null"
    )
    decision_id = fields.Many2one("sanction.decision", readonly=True, ondelete="set null", index="btree_not_null")
    audition_id = fields.Many2one(
        "sanction.audition", "Hearing", readonly=True, ondelete="set null", index="btree_not_null"
    )
    audience_le = fields.Datetime("Hearing fixed on", readonly=True, help="When the person is invited to come.")
    audience_lieu = fields.Char("Place of the hearing", readonly=True)

    _de_sanction = models.Constraint(
        "CHECK(genre NOT LIKE 'sanction\\_%' OR sanction_id IS NOT NULL)", "A letter of a sanction names its sanction."
    )

    # ---- the table --------------------------------------------------------------------------------------------------

    @api.model
    def _genres(self):
        return super()._genres() | GENRES

    def _du_fonctionnaire(self):
        """Return those of these letters that are of a sanction."""
        # sudo: of what a letter is; one of a file may be another commune's by now
        return self.browse(self.sudo().filtered("sanction_id").ids)

    @api.model
    def _faire(self, dossier, genre, langue, **valeurs):
        if genre in GENRES:
            self._verifier_objets(dossier, valeurs)
        return super()._faire(dossier, genre, langue, **valeurs)

    @api.model
    def _verifier_objets(self, dossier, valeurs):
        """:raise UserError: when a letter would be about records of another sanction, or go to somebody else"""
        sanction = self.env["sanction.dossier"].browse(valeurs.get("sanction_id"))
        infraction = self.env["sanction.infraction"].browse(valeurs.get("infraction_id"))
        decision = self.env["sanction.decision"].browse(valeurs.get("decision_id"))
        siens = sanction.dossier_id == dossier and infraction.sanction_id == sanction
        if not sanction or not infraction or not siens or (decision and decision.infraction_id != infraction):
            raise UserError(
                self.env._("This letter is about another sanction than its own. Nothing was printed. Open it again.")
            )

    # ---- who --------------------------------------------------------------------------------------------------------

    def _autoriser(self):
        """The official writes the letters of a sanction, and none of a commune.

        :raise AccessError: for anybody else
        """
        siens = self._du_fonctionnaire()
        super(ParcoursCourrier, self - siens)._autoriser()
        if self.env.su or not siens:
            return
        siens.check_access("read")
        siens.sanction_id.check_access("write")
        mots = self.env["sanction.dossier"]._roles_de_l_utilisateur()
        if not all(mots.intersection(courrier._genre().qui) for courrier in siens):
            raise AccessError(
                self.env._("Only the designated official writes the letters of a sanction. Nothing was saved.")
            )

    @api.depends("sanction_id")
    def _compute_faisable(self):
        resultat = super()._compute_faisable()
        fonctionnaire = self.env.su or self.env.user.has_group("sanctions_admin.group_fonctionnaire")
        for courrier in self.filtered("sanction_id"):
            courrier.faisable = fonctionnaire
        return resultat

    def _peut_corriger(self):
        """Nobody stands above the official, who alone enters what becomes of the letters of a sanction."""
        if not self.sanction_id:
            return super()._peut_corriger()
        mots = self.env["sanction.dossier"]._roles_de_l_utilisateur()
        return bool(mots.intersection(self._genre().qui))

    # ---- sent, and what came back -----------------------------------------------------------------------------------

    def _refus_canal(self, jour, canal, preuves, en_file=False):
        """Nothing of a sanction leaves without the look that was taken before it was printed: an appeal, a payment, the
        end of a term may have come since."""
        # two people at once: the second one waits here, and then finds what the first one did
        siens = self.filtered("sanction_id")
        siens.dossier_id._seul()
        siens.invalidate_recordset()
        refus = super()._refus_canal(jour, canal, preuves, en_file)
        # what the eBox has is gone, whatever came since
        return siens.filtered(lambda c: c.id not in refus and c.ebox_etat != ENVOYE)._refus_depart(canal) | refus

    def _refus_depart(self, canal):
        """Return ``{letter id: why it does not leave any more, or not that way}``, of letters of sanctions."""
        refus, trouves = {}, self._ecarts()
        for courrier in self:
            phrase = courrier._phrase_autre_canal(canal)
            if not phrase and (trouve := trouves.get(courrier.id)):
                phrase = self.env._(
                    "This letter does not leave any more. %s Nothing was saved. Cancel the letter.",
                    courrier._raison_ecart(*trouve),
                )
            if phrase:
                refus[courrier.id] = phrase
        return refus

    def _phrase_autre_canal(self, canal):
        """Return why this letter cannot go that way, when the law wants it registered, or handed over; else ""."""
        permis = RECOMMANDES.get(self.genre)
        if not permis or canal in permis:
            return ""
        canaux = dict(self._fields["canal"]._description_selection(self.env))
        dits = ", ".join(canaux[mot] for mot, _nom in CANAUX if mot in permis)
        return self.env._("This letter goes one of these ways only: %s. Nothing was saved.", dits)

    def _par_etape(self, etape, jour, propres, **valeurs):
        """The posting of an invitation makes the hearing, that of a decision sends it; the letter follows."""
        siens = self.filtered("sanction_id")
        refus = {}
        if autres := self - siens:
            refus = super(ParcoursCourrier, autres)._par_etape(etape, jour, propres, **valeurs)

        def poster(courrier):
            preuve = propres.get(courrier.dossier_id.id, {}).get("preuve_envoi")
            courrier._prendre_l_etape(jour, valeurs["canal"], preuve)

        return refus | siens._un_a_un(poster)

    def _objet_ebox(self, code):
        return OBJETS_EBOX[code] if self.sanction_id else super()._objet_ebox(code)

    def _appeler_agent(self, resume):
        """The official of the sanction sends its letters, and reads what became of them."""
        siens = self._du_fonctionnaire()
        self.env["mail.activity"]._donner(
            "sanctions_admin.activite_ebox", siens, lambda env, _courrier: resume(env), sur=lambda c: c.sanction_id
        )
        return super(ParcoursCourrier, self - siens)._appeler_agent(resume)

    def _un_a_un(self, faire):
        """Do something with each of these letters, and undo it where it is refused.

        :return: ``{letter id: why not}``, in the user's words
        """
        refus = {}
        for courrier in self:
            try:
                with self.env.cr.savepoint():
                    faire(courrier)
            except UserError as erreur:
                refus[courrier.id] = str(erreur)
        return refus

    def _prendre_l_etape(self, jour, canal, preuve):
        """Record that this letter left, in the hearing that it invites to or in the decision that it tells.

        :raise UserError: as these say
        """
        self._verifier_objet()
        if self.decision_id:
            # what carries letters itself says since when it has this one
            if jour != aujourdhui() and not CANAUX_LUS[canal].envoie:
                raise UserError(
                    self.env._("A decision is recorded on the day on which it leaves: today. Nothing was saved.")
                )
            self.decision_id.write({"canal": canal, "preuve_envoi": preuve})
            return self.decision_id._partir(jour)
        return self.env["sanction.audition"].create(
            {**self._valeurs_audition(), "date_invitation": jour, "canal": canal, "preuve_envoi": preuve}
        )

    def _verifier_objet(self):
        """:raise UserError: when what this letter is about is no more"""
        if not self._objet():
            raise UserError(self.env._("What this letter is about was deleted: cancel the letter. Nothing was saved."))

    def _valeurs_audition(self):
        """Return the values of the hearing to which this letter invites."""
        return {
            "sanction_id": self.sanction_id.id,
            "infraction_id": self.infraction_id.id,
            "convocation": self.audience_le,
            "lieu": self.audience_lieu,
            "courrier_id": self.id,
        }

    def action_poster(self):
        self.ensure_one()
        if not self.sanction_id or not self._genre().etape:
            return super().action_poster()
        self._autoriser()
        self._verifier_objet()
        if self.state != IMPRIME:
            raise UserError(self._phrase_etat())
        if self.decision_id:
            return self.decision_id.action_envoyer()
        action = self.sanction_id._fenetre_audition(self.env._("Invite to be heard"), self.infraction_id.id)
        action["context"] |= {f"default_{nom}": valeur for nom, valeur in self._valeurs_audition().items()}
        return action

    def _inscrit(self):
        """Return the record that says how this letter went and what came back of it, or none."""
        return self.audition_id or (self.decision_id if self.genre in DECISIONS.values() else self.audition_id)

    def _repondre(self, suite):
        """What came back of it is said of the hearing, or of the decision."""
        inscrit = self._inscrit()
        if not inscrit:
            return super()._repondre(suite)
        self._autoriser()
        titre, infraction = self.env._("What came back of the letter"), self.infraction_id.id
        if inscrit == self.audition_id:
            return self.sanction_id._fenetre_audition(titre, infraction, inscrit.id)
        return self.sanction_id._fenetre_decision(titre, infraction, inscrit.id)

    def _repondre_chacun(self, jour, issue):
        inscrites = self.filtered(lambda c: c._inscrit())
        refus = super(ParcoursCourrier, self - inscrites)._repondre_chacun(jour, issue) if self - inscrites else {}
        inscrites._autoriser()
        return refus | inscrites._un_a_un(lambda c: c._inscrit().write({"retour": issue, "date_retour": jour}))

    def _fenetre(self, geste, nom):
        """The window of a sanction shows what a decision rests on."""
        action = super()._fenetre(geste, nom)
        if self.sanction_id:
            action["context"] |= {f"default_{mot}_id": self[f"{mot}_id"].id for mot in ("sanction", "infraction")}
            action["views"] = [(self.env.ref("sanctions_admin.parcours_courrier_fenetre_view_form").id, "form")]
        return action

    @api.model
    def _perimer(self, infractions, genres, motif):
        """The letters of these infringements, of those kinds, that did not leave say something else by now, or are
        about nothing any more: they are cancelled with the reason, and what was printed of them stays. What the eBox
        has, the person has.

        :param genres: codes of the table of letters
        """
        courriers = self._pas_partis(infractions, genres).filtered(lambda c: c.ebox_etat != ENVOYE)
        courriers._avancer("annuler", motif_annulation=motif)

    @api.model
    def _pas_partis(self, infractions, genres):
        """Return the letters (superuser) of these infringements and kinds of which nothing says that they left."""
        # sudo: letters follow records that the user was allowed to correct or delete
        return self.sudo().search(
            [
                ("infraction_id", "in", infractions.ids),
                ("genre", "in", tuple(genres)),
                ("state", "in", tuple(EN_ROUTE)),
            ]
        )

    @api.model
    def _refuser_deposees(self, infractions, genres):
        """Refuse to change or delete what a letter says that the person has in the eBox.

        :raise UserError: says to record first that it left
        """
        if any(courrier.ebox_etat == ENVOYE for courrier in self._pas_partis(infractions, genres)):
            raise UserError(
                self.env._(
                    "The person has the letter that says this in the eBox. Nothing was saved. Press “Record that it "
                    "left” on that letter first."
                )
            )
