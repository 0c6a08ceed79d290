# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from datetime import timedelta

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.parcours_socle.jour import maintenant

from ...soap.erreurs import INJOIGNABLE, NON_INTEGRE, NUMERO_ANNULE, TROP_DE_DEMANDES, ErreurRegistre
from ...soap.modele import SANS_DONNEES
from ...soap.niss import TEST, NissInvalide, valider
from ..service.messages import cause_transport

#: A person read so recently, by a colleague or by the collection, is not asked for again: the file is that of now.
FRAICHEUR = timedelta(minutes=1)


class RegistreRechercheDemande(models.AbstractModel):
    """Somebody at the counter whom the register has not announced: asked for by number, from the search.

    Whoever may read the register again may ask it, for a reason from the list, as often as they may search elsewhere.
    The register is not searched by name: no public contract allows it.
    """

    _name = "registre.recherche.demande"
    _description = "Search: the register asked by number"

    def _peut_demander(self):
        """Whether the user may ask the register: who may read it again."""
        return self.env.user.habilite and self.env["registre.relecture"].has_access("create")

    @api.model
    def demander_au_registre(self, niss, motif):
        """Ask the register for a number, store the person who lives in one of the nineteen communes, and return what
        the search then shows of them.

        :param motif: one of `motifs`; written in the log.
        :return: as `chercher`, and `phrase`: what the register said.
        :raise AccessError: the user may not ask the register.
        :raise UserError: no file was given: why, and what to do; nothing was stored.
        """
        self.env["registre.relecture"].check_access("create")
        if not self._peut_demander():
            raise AccessError(
                self.env._(
                    "Your signed statement of confidentiality is not recorded: the register was not asked. Ask the "
                    "head of your service, or a manager of the connection, to record it."
                )
            )
        if motif not in dict(self.motifs()):
            raise UserError(self.env._("Say why you consult the register."))
        service = self.env["registre.service"]._pour_consulter()
        niss = self._numero_saisi(niss, service.mode_test)
        self._compter_ailleurs()
        # sudo: what is shown of the person is decided below, by who asks.
        personne = self.env["registre.personne"].sudo()._proprietaires([niss]).get(niss)
        if personne and personne.date_lecture and personne.date_lecture > maintenant() - FRAICHEUR:
            return self._montrer(personne, motif, self.env._("The register was read a moment ago."))
        reference = personne and personne._reference_dossier() or self.env._("No file")
        trace = {"user_id": self.env.uid, "motif": motif, "reference": reference}
        try:
            dit = service._demander(niss, trace)
        except ErreurRegistre as erreur:
            raise UserError(self._dire_refus(erreur)) from None
        return self._repondre(niss, dit, motif)

    def _numero_saisi(self, niss, test):
        """Return the number without dots and spaces.

        :raise UserError: it is none.
        """
        try:
            return valider(niss, test)
        except NissInvalide as invalide:
            if invalide.raison == TEST:
                raise UserError(
                    self.env._(
                        "This is the number of a generated test person, and the service is not in test mode. The "
                        "register was not asked."
                    )
                ) from None
            raise UserError(
                self.env._(
                    "This is no national number: it has eleven digits, and the last two check the others. The "
                    "register was not asked. Check the number on the document."
                )
            ) from None

    def _repondre(self, niss, dit, motif):
        """What the search shows once the register answered (`service.relecture.Demande`)."""
        if not dit.ici:
            phrase = self.env._(
                "The register says that this person lives in none of the nineteen communes. Nothing was stored here."
            )
            return self._rien(niss) | {"phrase": phrase}
        if not dit.personne:
            phrase = self.env._(
                "The register says that this number and another one are one person; here they are two. Nothing was "
                "changed: they are now in the list “To be joined”."
            )
            return self._rien(niss) | {"phrase": phrase}
        if dit.niss != niss:
            phrase = self.env._("The register has replaced this number by another one: the person is here under it.")
        else:
            phrase = self.env._("The register gave the file of this person.")
        return self._montrer(dit.personne, motif, phrase)

    def _dire_refus(self, erreur):
        """What an `ErreurRegistre` says to who waits at the counter: what happened, what was kept, what to do."""
        match erreur.nature, erreur.code:
            case "transport", code:
                cause = cause_transport(self.env, code)
                suite = self.env._("Nothing was stored. Try again in a few minutes.")
            case _, code if code in (INJOIGNABLE, TROP_DE_DEMANDES):
                cause = self.env._("The register was unreachable or too busy.")
                suite = self.env._("Nothing was stored. Try again in a few minutes.")
            case _, code if code == SANS_DONNEES:
                cause = self.env._("The register knows nobody under this number.")
                suite = self.env._("Nothing was stored. Check the number on the document.")
            case _, code if code == NUMERO_ANNULE:
                cause = self.env._("The register has cancelled this number.")
                suite = self.env._("Nothing was stored. Ask for a more recent document: it carries another number.")
            case _, code if code == NON_INTEGRE:
                cause = self.env._("The register gives this file to who follows the person only, and refused us that.")
                suite = self.env._("Nothing was stored. Report it to Vivalis.")
            case "donnee", _:
                cause = self.env._("The answer of the register could not be used.")
                suite = self.env._("Nothing was stored. Report it to Vivalis if it happens again.")
            case _, code:
                cause = self.env._("The register gives no file for this person (code %s).", code)
                suite = self.env._("Nothing was stored. Report it to Vivalis if it happens again.")
        return f"{cause} {suite}"

    def _montrer(self, personne, motif, phrase):
        """What the search shows of a person just read: all of it to their commune, the minimal trace to any other."""
        resultat = self.chercher(personne.niss)
        if not resultat["lignes"]:
            resultat["lignes"] = self._lignes_ailleurs(personne)
            self._journaliser_recherche(personne.niss, "ailleurs", motif, [personne.niss])
            ailleurs = self.env._("This person lives in another commune: you see where, and no more.")
            phrase = f"{phrase} {ailleurs}"
        return resultat | {"phrase": phrase}
