# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Somebody who stands at an organiser and is not theirs yet: registered there, by that organiser, with the checks of
the table of steps and in words that tell no fact of the register."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.conditions import Saisie, refus
from ...droit.etapes import BOUTONS, INSCRIPTION_ORGANISATEUR, PREDOSSIER

_lt = LazyTranslate(__name__)

ROLES = frozenset({"organisateur"})
#: What an organiser is told of a refusal whose own sentence would tell a fact of the register.
DITS = {
    "avant_debut": _lt(
        "On that day this person could not follow the pathway yet: it comes before the registration in the Region. "
        "Nothing was saved. Enter the day on which the person registered with you."
    ),
    "volontaire_mineur": _lt("This person is a minor: nobody follows before 18. Nothing was saved."),
    "autre_phase": _lt(
        "The pathway of this person is closed. Nothing was saved. Send the person to the commune, which knows why."
    ),
}
AUTREMENT = _lt(
    "This person cannot be registered on that day. Nothing was saved. Send the person to the commune, which knows why."
)
#: Refusals that say what everybody who searches is told.
CONNUS = frozenset({"a_venir", "deja_inscrit", "inscrit_ce_jour", "avant_cause", "deja_notee"})


class DossierInscription(models.AbstractModel):
    _name = "parcours.dossier.inscription"
    _description = "Pathway file: registered by an organiser"

    def _inscrire_chez(self, organisateur, jour, langue, volontaire=False):
        """Register the person of this file with that organiser, in the name of the user.

        :param volontaire: the person, whom nothing obliges, asks to follow
        :raise UserError: in words that tell no fact of the register; nothing is saved
        """
        self.ensure_one()
        self._seul()
        self._admettre_volontaire(volontaire, jour)
        self._exiger_etape(INSCRIPTION_ORGANISATEUR, jour, {"organisateur_id": organisateur.id, "langue": langue})
        self._noter(INSCRIPTION_ORGANISATEUR, jour, organisateur_id=organisateur.id, langue=langue)

    def _admettre_volontaire(self, volontaire, jour):
        """Open a pre-file to who asks to follow voluntarily.

        :raise UserError: nothing obliges the person, who does not ask for it; or the law does not admit them
        """
        self._refuser_decede()
        if self.phase != PREDOSSIER:
            return
        if not volontaire:
            raise UserError(
                self.env._(
                    "Nothing obliges this person, as far as we know today. Nothing was saved. If the person wishes to "
                    "follow, tick that the person asks for it."
                )
            )
        self._exiger_etape("volontaire", jour, {})
        self._noter("volontaire", jour)

    def _refuser_decede(self):
        if self.personne_id.date_deces_texte or self.motif_cloture == "decede":
            raise UserError(self.env._("The register says that this person died. Nothing was saved. Check the number."))

    def _exiger_etape(self, genre, jour, valeurs, voies=BOUTONS, autrement=AUTREMENT):
        """Refuse a step that the table does not allow an organiser on this file.

        :param voies: the way it is recorded, one of these (the column `voie`)
        :param autrement: what is said when its own sentence would tell a fact of the register
        :raise UserError: as above
        """
        evenement = self.env["parcours.evenement"]
        tables = evenement._tables()
        situations = self._situations({self: ROLES})
        if tables.etapes[genre].au_jour:
            situations = self._situations_au_jour(situations, jour)
        saisie = Saisie(jour, aujourdhui(), valeurs, etapes=tables.etapes, voies=voies)
        refuse = refus(tables.etapes[genre], situations[self], saisie, tables.conditions)
        if not refuse:
            return
        mot, details = refuse
        if mot in CONNUS:
            raise UserError(evenement._phrase_refus(mot, details))
        raise UserError(self.env._(DITS.get(mot, autrement)))
