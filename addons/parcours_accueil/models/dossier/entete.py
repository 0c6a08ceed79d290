# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The head of a file: who it is about, where that person is reached, and what whoever opens it must know first."""

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.faits import MAJORITE, age
from ..lectures import ITS_CARTE, ITS_NATIONALITE, ITS_PROTECTION, ITS_SITUATION
from ..vocabulaire import GROUPES_IDENTITE, GROUPES_REGISTRE

_lt = LazyTranslate(__name__)

#: Icon of each situation of a person that ends or changes the course of a file.
ICONES = {
    "decede": "fa-user-times",
    "parti": "fa-plane",
    "radie": "fa-chain-broken",
    "sans_droit": "fa-ban",
    "autre_region": "fa-map-marker",
}
#: … and its noun: nouns agree with everybody.
SITUATIONS = {
    "decede": _lt("Death"),
    "parti": _lt("Departure from the country"),
    "radie": _lt("Striking off ex officio"),
    "sans_droit": _lt("Loss of the right of residence"),
    "autre_region": _lt("Another Region"),
}


class DossierEntete(models.AbstractModel):
    """Two columns, because two readers: an organiser is told who the person is and where that person lives, and nothing
    else that the register says (loi.md §8). Each is logged with what it shows.

    ``entete``: ``{"naissance", "age", "adresse", "non_communicable", "indications": [{"code", "icone", "mot"}]}``;
    ``entete_registre``: ``{"nationalite", "permis", "fin": ISO text, "fin_dite", "indications"}``. Texts are in the
    reader's language.
    """

    _name = "parcours.dossier.entete"
    _inherit = "lecture.tracee"
    _description = "Pathway file: its head"

    _montre = {
        "": {
            "entete": {"020", "252"},
            "entete_registre": ITS_NATIONALITE | ITS_CARTE | ITS_SITUATION | ITS_PROTECTION,
        }
    }

    entete = fields.Json("Who it is about", compute="_compute_entete", groups=GROUPES_IDENTITE)
    entete_registre = fields.Json("What the register says", compute="_compute_entete_registre", groups=GROUPES_REGISTRE)

    @api.depends("personne_id", "volontaire")
    @api.depends_context("lang", "uid", "allowed_company_ids")
    def _compute_entete(self):
        jour, entier = aujourdhui(), self.env.user.has_groups(GROUPES_REGISTRE)
        for dossier in self:
            # sudo: who reads the file may know who it is about and where that person lives, the address that the
            # register forbids to communicate apart (loi.md §8); who has a right to the pages of people has it of this
            # one only (`personne_lisible`)
            personne = dossier.sudo().personne_id
            ans = self._ages(personne, jour)
            masquee = personne.adresse_non_communicable
            connue = not masquee and (not entier or dossier.personne_lisible)
            dossier.entete = personne and {
                "naissance": personne.naissance or "",
                # organisers are not told of a death
                "age": "" if entier and dossier.jour_situation == "decede" else self._age_dit(ans),
                "adresse": connue and personne.adresse or "",
                "non_communicable": masquee,
                "indications": [
                    {"code": code, "icone": icone, "mot": mot}
                    for code, icone, mot, vrai in (
                        ("mineur", "fa-child", self.env._("Under 18"), ans and max(ans) < MAJORITE),
                        ("adresse", "fa-eye-slash", self.env._("Address not communicable"), masquee),
                        ("volontaire", "fa-hand-paper-o", self.env._("Volunteer"), dossier.volontaire),
                        ("incertaine", "fa-question", self.env._("Commune not certain"), dossier.commune_incertaine),
                    )
                    if vrai
                ],
            }

    @api.depends("personne_id", "jour_situation", "jour_protection", "delai_ids.revue")
    @api.depends_context("lang", "uid", "allowed_company_ids")
    def _compute_entete_registre(self):
        for dossier in self:
            # the page of the person says it too, to who has a right to that page
            personne = dossier.personne_lisible and dossier.personne_id
            fin = personne and personne.carte_expiration
            depuis = dossier.jour_situation_depuis
            icone, nom = ICONES.get(dossier.jour_situation), SITUATIONS.get(dossier.jour_situation)
            situation = nom and self.env._(nom)
            if nom and depuis:
                situation = self.env._("%(what)s: %(day)s", what=situation, day=format_date(self.env, depuis))
            protegee, revue = dossier.jour_protection == "oui", any(dossier.delai_ids.mapped("revue"))
            dossier.entete_registre = {
                "nationalite": personne and personne.nationalite or "",
                "permis": personne and personne.carte or "",
                "fin": fin.isoformat() if fin else False,
                "fin_dite": personne and personne.expiration or "",
                "indications": [
                    {"code": code, "icone": icone, "mot": mot}
                    for code, icone, mot, vrai in (
                        ("situation", icone, situation, icone),
                        ("protection", "fa-shield", self.env._("International protection"), protegee),
                        ("revue", "fa-search", self.env._("Term to review"), revue),
                    )
                    if vrai
                ],
            }

    @api.model
    def _ages(self, personne, jour):
        """Return the ages that a person can have on that day, the least and the greatest; none when nobody knows."""
        bornes = (personne.naissance_max, personne.naissance_min)
        return tuple(age(naissance, jour) for naissance in bornes) if all(bornes) else ()

    @api.model
    def _age_dit(self, ans):
        """Return an age in words, as :meth:`_ages` gives it."""
        if not ans:
            return ""
        if ans[0] == ans[1]:
            return self.env._("%s years old", ans[0])
        return self.env._("%(least)s to %(most)s years old", least=ans[0], most=ans[1])
