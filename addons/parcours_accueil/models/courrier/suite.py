# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What becomes of a letter that left. Where its posting is a step, the ledger says it, whichever way it was entered:
the letter follows its entries, and those that cancel them. There is no second way."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.parcours_socle.jour import aujourdhui, jour_du_moment, maintenant
from odoo.addons.parcours_socle.paroles import dire

from ...droit.canaux import CANAUX, CARTE, INCONNU, MAIN, PRESENTE, PROUVE, Depart, obstacle
from ...droit.courriers import EN_ROUTE, IMPRIME, IMPRIMES, POSTE, envoyer
from ...droit.delais import PROUVEE, Parametres, Reception, recevoir
from ..vocabulaire import RETOURS
from .ebox import ATTENTE, CHANGE, ENVOYE
from .libelles import OBSTACLES_DITS


class CourrierSuite(models.AbstractModel):
    _name = "parcours.courrier.suite"
    _description = "Letter: what becomes of it"

    piece_le = fields.Date(
        "A document was brought on",
        readonly=True,
        copy=False,
        help="The first document of the file since this letter asked for one. Look at it: it counts once it was "
        "checked.",
    )

    _attendue_idx = models.Index("(date_envoi) WHERE genre = 'invitation_piece' AND piece_le IS NULL")

    @api.model
    def _noter_apport(self, documents):
        """Documents were just brought: the letters that asked for one, printed before, were answered."""
        demandent = [code for code, genre in self._genres().items() if genre.precise]
        domaine = [("dossier_id", "in", documents.dossier_id.ids), ("genre", "in", demandent)]
        domaine += [("state", "in", tuple(IMPRIMES)), ("piece_le", "=", False)]
        par_dossier = documents.grouped("dossier_id")
        # sudo: letters follow documents that were allowed, whoever brings them; nothing of a letter comes out
        for courrier in self.sudo().search(domaine):
            demandee = jour_du_moment(courrier.imprime_le)
            jours = [d.date_reception for d in par_dossier[courrier.dossier_id] if d.date_reception >= demandee]
            if jours:
                courrier.piece_le = min(jours)

    # ---- said by an agent -------------------------------------------------------------------------------------------

    def _poster(self, jour, canal, preuve=False):
        """Say that this letter left: through its step where it has one, which then moves the letter.

        :raise UserError: in the words of the step, or of the letter
        """
        self.ensure_one()
        self._exiger(self._poster_chacun(jour, canal, {self.id: preuve}))

    def _poster_chacun(self, jour, canal, preuves):
        """Say that these letters, one a file, left on a day by a channel.

        :param preuves: ``{letter id: its proof of posting}``
        :return: ``{letter id: why it did not}``, in the words of the step, or of the letter: nothing was saved of it
        :raise AccessError: for anybody but an agent of the commune of each file
        """
        self._autoriser()
        refus = self._refus_canal(jour, canal, preuves)
        groupes = self.filtered(lambda c: c.id not in refus).grouped(lambda c: (c.genre, bool(preuves.get(c.id))))
        for (code, _prouve), courriers in groupes.items():
            if etape := self._genres()[code].etape:
                propres = {c.dossier_id.id: {"preuve_envoi": preuves.get(c.id)} for c in courriers}
                refus |= courriers._par_etape(etape, jour, propres, canal=canal)
                continue
            refus |= courriers._par_eux_memes(
                envoyer(canal),
                lambda c: c._refus_jour(jour),
                lambda c: {
                    "canal": canal,
                    "preuve_envoi": preuves.get(c.id),
                    "date_envoi": jour,
                    "date_reception": CANAUX[canal].preuve == MAIN and jour,
                    "depart_dit_par_id": self.env.uid,
                    "depart_dit_le": maintenant(),
                },
            )
        return refus

    def _repondre_chacun(self, jour, issue):
        """Say that something became of these letters, one a file, on a day: the same of all.

        :return: as `_poster_chacun`
        :raise AccessError: for anybody but an agent of the commune of each file
        """
        self._autoriser()
        refus, champ = {}, "retour" if issue in dict(RETOURS) else "reception"
        for courriers in self.grouped("genre").values():
            if etape := courriers[0]._etape_reponse(champ):
                autres = courriers._autres_parties(jour)
                refus |= dict.fromkeys(autres.ids, self._phrase_autre_lettre())
                refus |= (courriers - autres)._par_etape(etape, jour, {}, **{champ: issue})
            else:
                refus |= courriers._apres_envoi(jour, issue)
        return refus

    def _recevoir(self, jour, reception):
        """Say that a letter whose posting is no step was received, and how.

        :raise UserError: when its step says so, or that day, or such a receipt of its channel, cannot be
        """
        self._exiger(self._apres_envoi(jour, reception))

    def _retourner(self, jour, retour):
        """Say that a letter whose posting is no step came back, and why.

        :raise UserError: as `_recevoir`
        """
        self._exiger(self._apres_envoi(jour, retour))

    def _exiger(self, refus):
        """:raise UserError: when one of these letters was refused"""
        for phrase in refus.values():
            raise UserError(phrase)

    def _par_etape(self, etape, jour, propres, **valeurs):
        """Have the files of these letters take their step; these letters follow its entries (`_suivre_evenements`), and
        no other of their files."""
        dossiers = self.dossier_id.with_context(parcours_courriers=self.ids)
        propres = propres or dict.fromkeys(dossiers.ids, {})
        refus = dossiers._enregistrer_chacun(etape, jour, propres, **valeurs)
        return {c.id: refus[c.dossier_id.id] for c in self if c.dossier_id.id in refus}

    def _apres_envoi(self, jour, issue):
        """Say what became of letters that are no step: a key of RETOURS or of RECEPTIONS."""
        self._autoriser()
        if issue in dict(RETOURS):
            geste, valeurs = "retourner", {"date_retour": jour, "retour": issue}
        else:
            geste, valeurs = "recevoir", {"date_reception": jour, "reception": issue}
        valeurs |= {"suite_dite_par_id": self.env.uid, "suite_dite_le": maintenant()}
        return self._par_eux_memes(geste, lambda c: c._refus_reponse(jour, issue), lambda _c: valeurs)

    def _autres_parties(self, jour):
        """Return those of these letters that were posted, and after which another one of their step was, by that day:
        as the ledger reads it, what comes back then is of that one."""
        etapes = self.env["parcours.evenement"]._tables().etapes
        genres = [code for code, un in self._genres().items() if un.etape]
        parties = self.search(
            [("dossier_id", "in", self.dossier_id.ids), ("genre", "in", genres), ("state", "=", POSTE)]
            + [("date_envoi", "<=", jour)],
            order="date_envoi, id",
        )
        dernieres = {(c.dossier_id, etapes[c._genre().etape].envoie): c for c in parties}
        return self.filtered(lambda c: c in parties and dernieres[c.dossier_id, etapes[c._genre().etape].envoie] != c)

    def _phrase_autre_lettre(self):
        return self.env._(
            "Another letter of this kind left after this one: what comes back on that day is of the last one. Nothing "
            "was saved. Look at both letters on the file."
        )

    def _par_eux_memes(self, geste, refuser, valeurs):
        """Do something with letters that are no step, each with its values, unless something stands in the way.

        :param refuser: ``f(letter) -> why not, or ""``
        :param valeurs: ``f(letter) -> what is written on it``
        :return: as `_poster_chacun`
        """
        self.dossier_id._seul()
        self.invalidate_recordset()
        refus = {}
        for courrier in self:
            phrase = refuser(courrier)
            try:
                if not phrase:
                    # sudo: access was checked by the callers; users may not write letters
                    courrier.sudo()._avancer(geste, **valeurs(courrier))
            except UserError as erreur:
                phrase = str(erreur)
            if phrase:
                refus[courrier.id] = phrase
        return refus

    def _refus_canal(self, jour, canal, preuves, en_file=False):
        """Return ``{letter id: why it cannot go by that channel on that day}``, in the user's words.

        :param en_file: whether they are about to be given to a channel that carries them itself
        """
        accordes = self.dossier_id._accordes(canal, jour)
        refus = {}
        for courrier in self:
            if courrier.state != IMPRIME:
                # nothing leaves that was not printed, was cancelled, or has left: the ledger neither
                refus[courrier.id] = courrier._phrase_etat()
                continue
            depart = Depart(
                adresse=not courrier.remis,
                preuve=preuves.get(courrier.id),
                accord=courrier.dossier_id in accordes,
                medical=courrier.medical,
                depose=en_file or courrier._est_depose(jour),
            )
            if mot := obstacle(canal, depart):
                refus[courrier.id] = self._phrase_obstacle(mot)
            elif jour < (imprime := jour_du_moment(courrier.imprime_le)):
                refus[courrier.id] = self._phrase_trop_tot(imprime)
        return refus

    def _phrase_obstacle(self, mot):
        """Return in the user's words why a letter cannot go by a channel."""
        if mot in OBSTACLES_DITS:
            return self.env._(OBSTACLES_DITS[mot])
        return self.env["parcours.evenement"]._phrase_refus(mot, ())

    def _phrase_trop_tot(self, jour):
        return self.env._("This cannot happen before %s. Nothing was saved.", format_date(self.env, jour))

    def _refus_jour(self, jour):
        """Return why nothing can have happened to a letter that day, or ""."""
        return self.env["parcours.evenement"]._phrase_refus("a_venir", ()) if jour > aujourdhui() else ""

    def _refus_reponse(self, jour, issue):
        """Return why that cannot have become of this letter that day."""
        evenement = self.env["parcours.evenement"]
        if self._genre().etape:
            return evenement._phrase_refus("autre_voie", ())
        if not issue:
            return evenement._phrase_refus("manque_reception", ())
        if issue not in dict(RETOURS) and issue not in self._receptions():
            return evenement._phrase_refus("reception_impossible", ())
        if self.date_envoi and jour < self.date_envoi:
            return self._phrase_trop_tot(self.date_envoi)
        return self._refus_jour(jour)

    def _receptions(self):
        """Return what can be known of the receipt of this letter, by the channel that it went by."""
        return CANAUX.get(self.canal, INCONNU).receptions

    def _etape_reponse(self, champ):
        """Return the code of the step that says what came back of this letter, or None.

        :param champ: "reception" or "retour"
        """
        etapes = self.env["parcours.evenement"]._tables().etapes
        envoi = etapes.get(self._genre().etape)
        return next((c for c, e in etapes.items() if envoi and e.repond == envoi.envoie and champ in e.accepte), None)

    def _annuler_en_route(self):
        """Cancel those of these letters (superuser) that did not leave: what they say was taken back, or decided
        otherwise. What was printed stays, and what the eBox has, the person has."""
        # one that only waits in the queue leaves it; of one that is being sent nobody knows yet
        self.filtered(lambda c: c.ebox_etat == ATTENTE).write({"ebox_etat": False, "ebox_motif": CHANGE})
        for courrier in self.filtered(lambda c: c.state in EN_ROUTE and c.ebox_etat != ENVOYE):
            motif = dire(courrier, lambda lu: lu.env._("What this letter says was taken back in the file."))
            courrier._avancer("annuler", motif_annulation=motif)

    @api.model
    def _annuler_ce_qui_tient_a(self, dossiers, types):
        """Cancel the letters of these files that did not leave and tell entries of these types (superuser), which hold
        no more."""
        genres = [code for code, genre in self._genres().items() if not types.isdisjoint(genre.tient_a)]
        if genres:
            domaine = [("dossier_id", "in", dossiers.ids), ("genre", "in", genres), ("state", "in", tuple(EN_ROUTE))]
            self.search(domaine)._annuler_en_route()

    # ---- said by the ledger -----------------------------------------------------------------------------------------

    @api.model
    def _suivre_evenements(self, evenements):
        """Have the letters follow entries just made (superuser): one left, was received or came back, or such an entry
        was cancelled."""
        etapes = evenements._tables().etapes
        vus = evenements.filtered(lambda e: self._parle_d_une_lettre(e, etapes))
        if not vus:
            return
        # sudo: letters follow entries that were allowed, whoever made them
        courriers = self.sudo().search([("dossier_id", "in", vus.dossier_id.ids), ("genre", "in", self._postees())])
        par_dossier = courriers.grouped("dossier_id")
        for evenement in vus.sorted("id"):
            siens = par_dossier.get(evenement.dossier_id, courriers.browse())
            if evenement.annule_id:
                siens._reprendre(evenement.annule_id)
            elif etapes[evenement.type].envoie:
                siens._poster_par(evenement)
            else:
                siens._repondre_par(evenement, etapes[evenement.type].repond)

    @api.model
    def _parle_d_une_lettre(self, evenement, etapes):
        etape = etapes[(evenement.annule_id or evenement).type]
        return bool(etape.envoie or etape.repond)

    @api.model
    def _lettre_visee(self, dossier, genre):
        """Return the letter of a file that an entry of that type would move, if the user may read it: the last one
        printed, or the last one posted."""
        etapes = self.env["parcours.evenement"]._tables().etapes
        etape = etapes.get(genre)
        if not dossier or not etape or not (etape.envoie or etape.repond):
            return self.browse()
        nom = etape.envoie or etape.repond
        genres = [code for code, un in self._genres().items() if un.etape and etapes[un.etape].envoie == nom]
        etat, ordre = (IMPRIME, "id desc") if etape.envoie else (POSTE, "date_envoi desc, id desc")
        domaine = [("dossier_id", "=", dossier.id), ("genre", "in", genres), ("state", "=", etat)]
        if nommees := self._ids_nommes():
            domaine.append(("id", "in", nommees))
        return self.search(domaine, order=ordre, limit=1)

    @api.model
    def _ids_nommes(self):
        """Return the ids of the letters that who records an entry named, by their buttons or in a table
        (``parcours_courriers``, in the context)."""
        nommes = self.env.context.get("parcours_courriers")
        return [un for un in nommes if isinstance(un, int)] if isinstance(nommes, list | tuple) else []

    def _nommees(self):
        """Return those of these letters, of one file, that were named; all of them when none was."""
        nommes = self._ids_nommes()
        return self.filtered(lambda c: c.id in nommes) or self

    @api.model
    def _postees(self):
        """Return the kinds of letters whose posting is a step."""
        return [code for code, genre in self._genres().items() if genre.etape]

    def _recue(self):
        """Return when this letter (superuser) was received, by channel, as the ledger reads those that are steps
        (`droit.delais.Reception`); without a day when it was not, or nothing proves that it was posted."""
        reglement = self.dossier_id.reglement_id
        if not self.date_envoi or not self.canal or not reglement:
            return Reception(self.date_reception or None, PROUVEE if self.date_reception else None)
        # whoever enters a receipt says what the card, or the person, says
        dite = self.reception or (PRESENTE if CANAUX[self.canal].preuve == CARTE else PROUVE)
        issue = self.retour or (self.date_reception and dite) or None
        recue = recevoir(
            self.canal,
            self.date_envoi,
            Parametres(reglement._lignes()).jours_presomption,
            bool((self.preuve_envoi or "").strip()),
            issue,
            self.date_retour or self.date_reception or None,
        )
        # a presumption needs a proved posting
        return Reception(None) if recue.doutes else recue

    def _poster_par(self, envoi):
        """The last of these letters (superuser) that was printed for that step has left; or the one that was named."""
        imprimes = self._nommees().filtered(lambda c: c.state == IMPRIME and c._genre().etape == envoi.type)
        imprimes.sorted("id")[-1:]._avancer(
            envoyer(envoi.canal),
            evenement_id=envoi.id,
            canal=envoi.canal,
            preuve_envoi=envoi.preuve_envoi,
            date_envoi=envoi.date_effective,
            date_reception=CANAUX.get(envoi.canal, INCONNU).preuve == MAIN and envoi.date_effective,
        )

    def _repondre_par(self, reponse, nom):
        """Something came back of the last of these letters that was posted."""
        etapes = reponse._tables().etapes
        # as the ledger reads it: of the last one sent at the latest that day
        postes = self.filtered(
            lambda c: (
                c.state == POSTE and etapes[c._genre().etape].envoie == nom and c.date_envoi <= reponse.date_effective
            )
        )
        poste = postes.sorted(lambda c: (c.date_envoi, c.id))[-1:]
        if poste and poste not in self._nommees():
            raise UserError(self._phrase_autre_lettre())
        if reponse.retour:
            poste._avancer(
                "retourner", reponse_id=reponse.id, date_retour=reponse.date_effective, retour=reponse.retour
            )
        else:
            poste._avancer(
                "recevoir", reponse_id=reponse.id, date_reception=reponse.date_effective, reception=reponse.reception
            )

    def _reprendre(self, annule):
        """An entry was cancelled: the letters that it moved go back where they were."""
        self.filtered(lambda c: c.evenement_id == annule)._avancer(
            "reprendre_envoi",
            **dict.fromkeys(
                ("evenement_id", "reponse_id", "canal", "preuve_envoi", "date_envoi", "date_reception"), False
            ),
            **dict.fromkeys(("date_retour", "retour", "reception"), False),
        )
        self.filtered(lambda c: c.reponse_id == annule)._avancer(
            "reprendre_reponse",
            **dict.fromkeys(("reponse_id", "date_reception", "date_retour", "retour", "reception"), False),
        )
