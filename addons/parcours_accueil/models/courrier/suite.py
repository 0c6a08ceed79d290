# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What becomes of a letter that left. Where its posting is a step, the ledger says it, whichever way it was entered:
the letter follows its entries, and those that cancel them. There is no second way."""

from odoo import api, models

from ...droit.canaux import CANAUX, CARTE, INCONNU, MAIN, PRESENTE, PROUVE
from ...droit.courriers import IMPRIME, POSTE, envoyer
from ...droit.delais import PROUVEE, Parametres, Reception, recevoir


class CourrierSuite(models.AbstractModel):
    _name = "parcours.courrier.suite"
    _description = "Letter: what becomes of it"

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
        for evenement in vus.sorted("id"):
            siens = courriers.filtered(lambda c, e=evenement: c.dossier_id == e.dossier_id)
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
        return self.search(domaine, order=ordre, limit=1)

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
        """The last of these letters (superuser) that was printed for that step has left."""
        imprimes = self.filtered(lambda c: c.state == IMPRIME and c._genre().etape == envoi.type)
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
