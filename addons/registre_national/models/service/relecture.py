# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError

from ...soap.erreurs import (
    INJOIGNABLE,
    NUMERO_ANNULE,
    TROP_DE_DEMANDES,
    DeuxPersonnes,
    DonneeAnormale,
    ErreurRegistre,
)
from .collecte import ITS_DEMANDES
from .messages import cause_transport


class RegistreServiceRelecture(models.AbstractModel):
    """One person read at once because a user asked for it."""

    _name = "registre.service.relecture"
    _description = "Register access: one person read at once"

    def _relire(self, personne, demandeur, motif, precision, reference):
        """Consult the register for a person, log each attempt, store the file and call `_apres_lecture`.

        :param demandeur: id of the user who asks.
        :return: the person; nobody when the register says that another one here is the same (`registre.jonction`).
        :raise UserError: no file was given, or it could not be stored; what was known before is unchanged.
        """
        # superuser: the register's data belong to no user; who may ask for whom was checked, and is logged
        service = self.with_user(SUPERUSER_ID).with_context(tracking_disable=True)
        personne = personne.with_env(service.env)
        try:
            client = service._client()
        except ErreurRegistre as erreur:
            raise UserError(self._dire_echec(erreur)) from None
        with client.consultations(1, service.mode_test) as appels:
            resultat = appels.lancer([personne.niss])[0].result()
        self.env["registre.consultation"]._journaliser(
            [
                {
                    "date": tentative.debut,
                    "user_id": demandeur,
                    "niss": tentative.niss,
                    "its": ITS_DEMANDES,
                    "finalite": service.legal_context,
                    "motif": motif,
                    "precision": precision,
                    "reference": reference,
                    "tentative": tentative.numero,
                    "nature": tentative.nature,
                    "code": tentative.code,
                    "duree_ms": tentative.duree_ms,
                    "service_id": service.id,
                }
                for tentative in resultat.tentatives
            ]
        )
        if resultat.erreur:
            raise UserError(self._dire_echec(resultat.erreur))
        dossier = resultat.reponse.dossier
        numeros = (*(n for n in (personne.niss, *resultat.numeros) if n != dossier.niss), dossier.niss)
        try:
            lue = personne._enregistrer([(numeros, dossier)])
        except DeuxPersonnes:
            # not an error: what is said is kept, and somebody decides
            service.env["registre.jonction"]._demander([(numeros, service.env["registre.notification"])])
            return personne.browse()
        except DonneeAnormale as anomalie:
            raise UserError(self._dire_echec(anomalie)) from None
        lue._apres_lecture()
        return lue

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
