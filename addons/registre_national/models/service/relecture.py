# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import logging
from typing import NamedTuple

from psycopg2.errors import UniqueViolation

from odoo import SUPERUSER_ID, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.models import BaseModel

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.paroles import dire

from ...soap.erreurs import (
    INJOIGNABLE,
    NON_INTEGRE,
    NUMERO_ANNULE,
    TROP_DE_DEMANDES,
    AppelSuspendu,
    DonneeAnormale,
    ErreurRegistre,
)
from .collecte import ITS_DEMANDES
from .messages import cause_transport

_logger = logging.getLogger(__name__)


class Demande(NamedTuple):
    """What the register said of a number that was asked for.

    :param personne: as superuser; nobody when nothing was stored, or when two people here are the same for the register
    :param niss: the current number
    :param ici: whether the person was known, or lives in one of our communes
    """

    personne: BaseModel
    niss: str
    ici: bool


class Ensemble(NamedTuple):
    """What became of people asked for together; of those who are in none of the three, nothing is known: ask again.

    :param lues: as superuser; their files were stored
    :param deux: two of them, or one and somebody else here, are one person for the register: nothing was stored
    :param refus: ``{person id: why the register gives no file, in each language}``
    :param panne: why the register did not answer for some or for all, in the user's words; ""
    """

    lues: BaseModel
    deux: BaseModel
    refus: dict
    panne: str


class RegistreServiceRelecture(models.AbstractModel):
    """One person read at once because a user asked for it: known already (`_relire`), or not announced (`_demander`).

    What is read is stored, followed and examined as by the collection, by the same functions.
    """

    _name = "registre.service.relecture"
    _description = "Register access: one person read at once"

    def _relire(self, personne, demandeur, motif, precision, reference):
        """Consult the register for a person, log each attempt, store the file and call `_apres_lecture`.

        :param demandeur: id of the user who asks.
        :return: the person; nobody when the register says that another one here is the same (`registre.jonction`).
        :raise UserError: no file was given, or it could not be stored; what was known before is unchanged.
        """
        trace = {"user_id": demandeur, "motif": motif, "precision": precision, "reference": reference}
        try:
            service, client = self._au_nom_du_registre()
            with client.consultations(1, service.mode_test) as appels:
                resultat = service._interroger(appels, personne.niss, trace)
                return service._ranger_reponse(client, appels, resultat)
        except ErreurRegistre as erreur:
            raise UserError(self._dire_echec(erreur)) from None

    def _relire_ensemble(self, personnes, demandeur, motif, precision, references):
        """Consult the register for many people side by side, log each attempt, store the files at once and call
        `_apres_lecture`.

        :param demandeur: id of the user who asks
        :param references: ``{person id: reference of the file}``
        :rtype: Ensemble
        """
        trace = {"user_id": demandeur, "motif": motif, "precision": precision}
        try:
            service, client = self._au_nom_du_registre()
        except ErreurRegistre as erreur:
            return self._sans_reponse(personnes, self._dire_echec(erreur))
        except UserError as erreur:
            # the access is not filled in
            return self._sans_reponse(personnes, str(erreur))
        with client.consultations(service.pool_size, service.mode_test) as appels:
            futurs = appels.lancer(personne.niss for personne in personnes)
            resultats = [(personne, futur.result()) for personne, futur in zip(personnes, futurs, strict=True)]
            service._tracer([(r, trace | {"reference": references[personne.id]}) for personne, r in resultats])
            return service._ranger_ensemble(client, appels, resultats)

    @staticmethod
    def _sans_reponse(personnes, panne):
        """Return what becomes of people for whom nothing could be asked (`Ensemble`)."""
        return Ensemble(personnes.browse(), personnes.browse(), {}, panne)

    def _ranger_ensemble(self, client, appels, resultats):
        """Store the files that the register gave of these people, and say what became of each (`Ensemble`)."""
        personnes, refus, panne, lectures, numeros = self.env["registre.personne"], {}, "", {}, {}
        for personne, resultat in resultats:
            if erreur := resultat.erreur:
                if erreur.injoignable or isinstance(erreur, AppelSuspendu):
                    panne = self._dire_echec(erreur)
                else:
                    refus[personne.id] = dire(self, lambda lu, erreur=erreur: lu._dire_echec(erreur))
                continue
            dossier = resultat.reponse.dossier
            anciens, _dossier, aucune = lectures.get(dossier.niss, ((), dossier, self.env["registre.notification"]))
            numeros[personne.id] = dossier.niss
            tous = (*(n for n in (*anciens, *resultat.numeros) if n != dossier.niss), dossier.niss)
            lectures[dossier.niss] = (tuple(dict.fromkeys(tous)), dossier, aucune)
        _comptes, echecs = lots.attempt(
            self.env, list(lectures.values()), lambda lues: self._ranger_personnes(client, appels, lues)
        )
        rates = {dossier.niss for [(_numeros, dossier, _aucune)], _erreur in echecs}
        qui = personnes._proprietaires({n for tous, _dossier, _aucune in lectures.values() for n in tous})
        doubles = {niss for niss, (tous, _d, _a) in lectures.items() if len({qui[n].id for n in tous if n in qui}) > 1}
        for cle in (cle for cle, niss in numeros.items() if niss in rates):
            refus[cle] = dire(self, lambda lu: lu._dire_echec(DonneeAnormale("reponse_inattendue")))
        lues = [cle for cle, niss in numeros.items() if niss not in rates | doubles]
        deux = [cle for cle, niss in numeros.items() if niss in doubles]
        return Ensemble(personnes.browse(lues), personnes.browse(deux), refus, panne)

    def _demander(self, niss, trace):
        """Consult the register for a number that it has not announced, and store who lives in one of our communes.

        Of anybody else nothing is kept but the entries of the log. A register that gives the files of those only whom
        it knows as followed is told first that we follow this person, and afterwards, when nothing is kept, that we do
        not.

        :param trace: columns of the log that say who asks: user_id, motif, reference.
        :rtype: Demande
        :raise ErreurRegistre: no file was given; nothing was stored.
        """
        service, client = self._au_nom_du_registre()
        with client.consultations(1, service.mode_test) as appels:
            resultat = service._interroger(appels, niss, trace)
            if suivi := service._suivre_d_avance(client, resultat):
                resultat = service._interroger(appels, niss, trace)
            if not resultat.erreur and service._concerne(resultat):
                personne = service._ranger_reponse(client, appels, resultat)
                return Demande(personne, resultat.reponse.dossier.niss, True)
            if suivi:
                service._ne_plus_suivre(client, suivi)
            if resultat.erreur:
                raise resultat.erreur
            return Demande(service.env["registre.personne"], resultat.reponse.dossier.niss, False)

    def _au_nom_du_registre(self):
        """Return this service as the superuser, and its client.

        :raise ErreurRegistre: the register is not to be called now.
        """
        # superuser: the register's data belong to no user; who may ask for whom was checked, and is logged
        service = self.with_user(SUPERUSER_ID).with_context(tracking_disable=True)
        return service, service._client()

    def _interroger(self, appels, niss, trace):
        """Consult one number to its end, log each attempt, and return the `soap.appels.Resultat`."""
        resultat = appels.consulter(niss)
        self._tracer([(resultat, trace)])
        return resultat

    def _tracer(self, resultats):
        """Log each attempt of these consultations.

        :param resultats: list of ``(soap.appels.Resultat, columns of the log that say who asks)``
        """
        self.env["registre.consultation"]._journaliser(
            [
                {
                    "date": tentative.debut,
                    "niss": tentative.niss,
                    "its": ITS_DEMANDES,
                    "finalite": self.legal_context,
                    "tentative": tentative.numero,
                    "nature": tentative.nature,
                    "code": tentative.code,
                    "duree_ms": tentative.duree_ms,
                    "service_id": self.id,
                    **trace,
                }
                for resultat, trace in resultats
                for tentative in resultat.tentatives
            ]
        )

    def _concerne(self, resultat):
        """Whether a file is of somebody whom we know, or who lives in one of our communes."""
        personnes, dossier = self.env["registre.personne"], resultat.reponse.dossier
        connues = personnes._proprietaires({*resultat.numeros, dossier.niss})
        return bool(connues or personnes._valeurs([dossier])[0]["company_id"])

    def _suivre_d_avance(self, client, resultat):
        """Follow somebody whose file is given to who follows them only; return the number, "" when there is no need, or
        the register refuses.
        """
        if not resultat.erreur or resultat.erreur.code != NON_INTEGRE:
            return ""
        niss = resultat.numeros[-1]
        return niss if all(suivi.ok for suivi in client.publier([niss], self._fin_abonnement())) else ""

    def _ne_plus_suivre(self, client, niss):
        """Tell the register that somebody of whom nothing is kept is not followed after all."""
        try:
            client.clore([niss])
        except ErreurRegistre as erreur:
            # The daily comparison of the subscriptions shows who is left.
            _logger.warning("Service %s: a subscription not closed (%s %s)", self.id, erreur.nature, erreur.code)

    def _ranger_reponse(self, client, appels, resultat):
        """Store a file as the collection stores one; return its person, or nobody when it is two people here.

        :raise ErreurRegistre: there is no file.
        :raise ConcurrencyError: somebody else stored this person at the same moment: to be done again.
        """
        if resultat.erreur:
            raise resultat.erreur
        dossier, personnes = resultat.reponse.dossier, self.env["registre.personne"]
        numeros = (*(n for n in resultat.numeros if n != dossier.niss), dossier.niss)
        try:
            compte = self._ranger_personnes(client, appels, [(numeros, dossier, self.env["registre.notification"])])
        except UniqueViolation:
            raise ConcurrencyError("The person was stored by another transaction") from None
        return personnes._proprietaires([dossier.niss])[dossier.niss] if compte["personnes"] else personnes

    def _dire_echec(self, erreur):
        """What an `ErreurRegistre` says to the user who waits for the answer."""
        suite = self.env._("What was known before is unchanged.")
        match erreur.nature, erreur.code:
            case "transport", code:
                cause = cause_transport(self.env, code)
                suite = self.env._("What was known before is unchanged. Try again in a few minutes.")
            case _, code if code in (INJOIGNABLE, TROP_DE_DEMANDES):
                cause = self.env._("The register was unreachable or too busy.")
                suite = self.env._("What was known before is unchanged. Try again in a few minutes.")
            case _, code if code == NUMERO_ANNULE:
                cause = self.env._("The register has cancelled this number.")
            case "donnee", _:
                cause = self.env._("The answer of the register could not be used.")
            case _, code:
                cause = self.env._("The register gives no file for this person (code %s).", code)
        return f"{cause} {suite}"
