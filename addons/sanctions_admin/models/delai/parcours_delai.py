# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.parcours_accueil.models.vocabulaire import GROUPES_REGISTRE

from ...droit.delais import TERMES
from .libelles import DEPARTS, DEPARTS_PHRASE, FIN, FINS


class ParcoursDelai(models.Model):
    """A term can belong to a sanction: hearing, fine, proof, appeal, payment, prescription."""

    _inherit = "parcours.delai"
    _liste_fiches = ("sanction_id", "dossier_id")

    sanction_id = fields.Many2one(
        "sanction.dossier",
        "Sanction file",
        readonly=True,
        ondelete="cascade",
        index="btree_not_null",
        groups=GROUPES_REGISTRE,
    )
    depart = fields.Selection(selection_add=DEPARTS, ondelete={code: "cascade" for code, _libelle in DEPARTS})

    @api.model
    def _genres(self):
        return super()._genres() | TERMES

    @api.model
    def _departs_phrase(self):
        return super()._departs_phrase() | DEPARTS_PHRASE

    def _ouvrir_revue(self, motif):
        """The official is told too when a late fact contradicts the summons or the refusal, before a fine."""
        resultat = super()._ouvrir_revue(motif)
        if motif in ("suite_prematuree", "refus_contredit"):
            champ = self._fields["revue_motif"]
            self.dossier_id._sanctions_ouvertes()._avertir(
                lambda env, _sanction: dict(champ._description_selection(env))[motif]
            )
        return resultat

    # ---- what the shipped server actions do ---------------------------------------------------------------------

    def _rappeler_fonctionnaire(self):
        """Near its end: the official is told, while something can still be done."""
        self._donner_taches(
            "proche",
            lambda env, delai: env._("Term near its end: %s", delai.display_name),
            lambda env, delai: env._(
                "This term ends on %s. See what must be done before.", format_date(env, delai.date_echeance)
            ),
        )

    def _signaler_fin(self):
        """A term of a sanction is over: the official decides what follows. Nothing is done by itself."""

        def note(env, delai):
            phrase = env._(FINS.get(delai.type_id.code) or FIN)
            return phrase % format_date(env, delai.date_echeance)

        self._donner_taches(
            "echu",
            lambda env, delai: env._("Term ended: %s", delai.display_name),
            note,
        )
