# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Somebody who stands at an organiser and is not theirs yet: registered there, by that organiser, with the checks of
the table of steps and in words that tell no fact of the register."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.conditions import Saisie, refus
from ...droit.etapes import BOUTONS, INSCRIPTION_ORGANISATEUR, PREDOSSIER
from ...droit.places import FRANCAIS, NEERLANDAIS
from ..organisateur.parcours_attente import SANS_PLACE
from ..vocabulaire import GROUPES_IDENTITE

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
#: The language of the letters of who follows in that one.
LANGUES_COURRIER = {FRANCAIS: "fr_BE", NEERLANDAIS: "nl_BE"}
#: Refusals that say what everybody who searches is told.
CONNUS = frozenset({"a_venir", "deja_inscrit", "inscrit_ce_jour", "avant_cause", "deja_notee"})


class DossierInscription(models.AbstractModel):
    _name = "parcours.dossier.inscription"
    _description = "Pathway file: registered by an organiser"

    convention_ids = fields.One2many(
        "parcours.convention", "dossier_id", "Welcome agreements", readonly=True, groups=GROUPES_IDENTITE
    )

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

    # ---- no place ---------------------------------------------------------------------------------------------------

    def _motif_sans_place(self):
        """Return the ground of suspension “no suitable place, certified by an organiser” of the version of this file
        (superuser), or none."""
        return self.reglement_id.motif_suspension_ids.filtered(lambda motif: motif.code == SANS_PLACE)

    def _fenetre_sans_place(self, organisateur, langue):
        """Return the window by which an agent records what an organiser certified: no place; it suspends the term and
        puts the person on the list."""
        self.ensure_one()
        self.check_access("write")
        # sudo: public law, the version of this file
        motif = self.sudo()._motif_sans_place()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("No place: suspend the term and put on the waiting list"),
            "res_model": "parcours.suspension.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_dossier_id": self.id,
                "default_operation": "accorder",
                "default_motif_id": motif.id,
                "default_attente_organisateur_id": organisateur.id,
                "default_attente_langue": langue,
            },
        }

    def _attendre_chez(self, organisateur, langue, jour, volontaire=False):
        """Put the person of this file (superuser) on the waiting list of that organiser, and return the wait.

        :raise UserError: in words that tell no fact of the register; nothing is saved
        """
        self.ensure_one()
        self._seul()
        self._admettre_volontaire(volontaire, jour)
        return self.env["parcours.attente"].create(
            {"dossier_id": self.id, "organisateur_id": organisateur.id, "langue": langue, "demandee": jour}
        )

    def _certifier_sans_place(self, attente, jour):
        """Suspend the term of this file (superuser) from that day on, in the name of the user, whose organiser has no
        place, for as long as the version of the law gives at most.

        :param attente: the wait that it goes with: a place that is given ends it
        :return: the attestation of it, in the language of the person's letters; in that of the pathway asked for as
            long as nobody knows that one, which this paper does not tell
        :raise UserError: as above
        """
        motif = self._motif_sans_place()
        langue = self.langue or LANGUES_COURRIER[attente.langue]
        return self._certifier_suspension(motif, jour, motif and motif._fin_maximale(jour), langue, attente)

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
