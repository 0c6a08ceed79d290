# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import logging
from collections import Counter
from contextlib import suppress

from odoo import models

from odoo.addons.parcours_socle import lots

from ...soap.erreurs import NON_INTEGRE, AppelSuspendu, DonneeAnormale, ErreurRegistre
from ...soap.modele import IT_PERMIS
from ...soap.niss import NissInvalide, valider

_logger = logging.getLogger(__name__)

ITS_DEMANDES = " ".join(sorted(IT_PERMIS))
PROCESSUS = "collecte"
#: A batch of at least so many people of whom nobody could be reached is an outage of the register: no notification is
#: then the nearer to being set aside for it.
SEUIL_PANNE = 5


class RegistreServiceLot(models.AbstractModel):
    """One batch of answers: into the consultation log, then into the people, then out of the queue."""

    _name = "registre.service.lot"
    _description = "Register access: one batch of answers"

    def _journaliser(self, resultats):
        """Write every attempt of a batch in the consultation log, before anything is done with the answers."""
        toutes = [i for _resultat, ids in resultats for i in ids]
        sequences = {n.id: f"{n.sequence:.0f}" for n in self.env["registre.notification"].browse(toutes)}
        demandeur = self.env.context.get("registre_demandeur") or self.env.uid
        self.env["registre.consultation"]._journaliser(
            [
                {
                    "date": tentative.debut,
                    "user_id": demandeur,
                    "processus": PROCESSUS,
                    "niss": tentative.niss,
                    "its": ITS_DEMANDES,
                    "finalite": self.legal_context,
                    "reference": f"{self.name}: {', '.join(sequences[i] for i in ids)}",
                    "tentative": tentative.numero,
                    "nature": tentative.nature,
                    "code": tentative.code,
                    "duree_ms": tentative.duree_ms,
                    "service_id": self.id,
                }
                for resultat, ids in resultats
                for tentative in resultat.tentatives
            ]
        )

    def _ranger(self, client, appels, resultats):
        """Store the files of a batch and settle its notifications. Return a Counter: personnes, traitees, erreurs,
        injoignable.
        """
        Notification = self.env["registre.notification"]
        # Another worker may be settling some of them, or have settled them: those are left to it.
        libres = Notification.browse(i for _resultat, ids in resultats for i in ids).try_lock_for_update()
        libres = set(libres.filtered(lambda n: n.state == "recue").ids)
        compte, lus, a_suivre = Counter(), [], {}
        injoignables = sum(bool(r.erreur) and r.erreur.injoignable for r, _ids in resultats)
        compte["injoignable"] = int(bool(resultats) and injoignables == len(resultats))
        panne = compte["injoignable"] and len(resultats) >= SEUIL_PANNE
        for resultat, ids in resultats:
            notifications = Notification.browse(i for i in ids if i in libres)
            if isinstance(resultat.erreur, AppelSuspendu):
                # Nothing was tried, so nothing failed: they stay in the queue as they are.
                continue
            if resultat.erreur:
                notifications._echouer(resultat.erreur, compter=not panne)
                compte["erreurs"] += len(notifications)
                if resultat.erreur.code == NON_INTEGRE:
                    a_suivre[resultat.numeros[-1]] = notifications
            elif notifications:
                lus.append((resultat, notifications))
        self._suivre_d_abord(client, a_suivre)
        return compte + self._ranger_lus(client, appels, self._par_personne(lus, compte))

    def _suivre_d_abord(self, client, a_suivre):
        """Follow the people whose file the register gives to who follows them only; the next collection asks again.

        :param a_suivre: {number: its notifications in error}.
        """
        if not a_suivre:
            return
        try:
            resultats = client.publier(list(a_suivre), self._fin_abonnement())
        except ErreurRegistre as erreur:
            _logger.warning(
                "Service %s: %s people not followed (%s %s)", self.id, len(a_suivre), erreur.nature, erreur.code
            )
            return
        for resultat in resultats:
            if resultat.ok and resultat.niss in a_suivre:
                a_suivre[resultat.niss].reprise = True

    def _par_personne(self, lus, compte):
        """Return one (numbers, file, notifications) a person: two numbers of one person may have come in one batch."""
        Personne = self.env["registre.personne"]
        lectures = {}
        for resultat, notifications in lus:
            numeros = [*self._remplaces(notifications), *resultat.numeros]
            connus, dossier, autres = lectures.get(numeros[-1], ((), resultat.reponse.dossier, notifications.browse()))
            lectures[numeros[-1]] = (tuple(dict.fromkeys((*connus, *numeros))), dossier, autres | notifications)
        connus = Personne._proprietaires({niss for numeros, _d, _n in lectures.values() for niss in numeros})
        bonnes = []
        for numeros, dossier, notifications in lectures.values():
            # The current number is the last one.
            numeros = (*(n for n in numeros if n != dossier.niss), dossier.niss)
            try:
                Personne._proprietaire(connus, numeros)
            except DonneeAnormale as anomalie:
                notifications._echouer(anomalie)
                compte["erreurs"] += len(notifications)
            else:
                bonnes.append((numeros, dossier, notifications))
        return bonnes

    def _remplaces(self, notifications):
        """The former numbers that notifications of a replacement give, when they are numbers."""
        numeros = []
        for notification in notifications.filtered("niss_remplace"):
            with suppress(NissInvalide):
                numeros.append(valider(notification.niss_remplace, self.mode_test))
        return numeros

    def _ranger_lus(self, client, appels, lectures):
        """Store a batch at once; when that fails for a reason nobody foresaw, one person after the other, so that one
        only is set aside.
        """
        if not lectures:
            return Counter()
        comptes, echecs = lots.attempt(self.env, lectures, lambda lues: self._ranger_personnes(client, appels, lues))
        compte = sum(comptes, Counter())
        for [(_numeros, _dossier, notifications)], erreur in echecs:
            notifications._noter_echec("interne", type(erreur).__name__)
            compte["erreurs"] += len(notifications)
        return compte

    def _ranger_personnes(self, client, appels, lectures):
        personnes = self.env["registre.personne"]._enregistrer(
            [(numeros, dossier) for numeros, dossier, _n in lectures]
        )
        a_abonner = personnes.filtered(lambda p: not p.abonnement_debut and not p.suivi_ferme)
        # Asked for beside the work that follows; asking twice for one person is harmless.
        numeros, fin = a_abonner.mapped("niss"), self._fin_abonnement()
        futur = appels.executer(client.publier, numeros, fin) if a_abonner else None
        personnes._apres_lecture()
        for personne, (_numeros, _dossier, notifications) in zip(personnes, lectures, strict=True):
            notifications._reussir(personne)
        if futur:
            self._noter_abonnements(a_abonner, futur.result)
        return Counter(personnes=len(personnes), traitees=sum(len(n) for _x, _y, n in lectures))

    def _noter_abonnements(self, personnes, publier):
        """Keep what became of subscriptions; a call that failed is made again at the end of the next collection.

        Return whether the call got through.
        """
        try:
            resultats = publier()
        except ErreurRegistre as erreur:
            _logger.warning(
                "Service %s: %s subscriptions not opened (%s %s)", self.id, len(personnes), erreur.nature, erreur.code
            )
            return False
        personnes._noter_abonnements(self, resultats)
        return True
