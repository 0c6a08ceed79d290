# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Stage and next legal date of a file, computed from its events (architecture.md, "Events, not dates"; law.md §5)."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from ..droit.grand_livre import Delai, compter
from ..droit.termes import reception_presumee

_lt = LazyTranslate(__name__)

# What happened -> the stage the file is then in (law.md §6).
ETAPES = {
    "attestation_remise": "informe",
    "inscription_organisateur": "inscrit",
    "changement_organisateur": "inscrit",
    "attestation_organisateur": "en_cours",
    "attestation_fin": "acheve",
    "sommation_envoyee": "somme",
    "sommation_recue": "somme",
    "constat_refus": "refus",
    "transfert_vivalis": "transfere",
}
PREUVES_INSCRIPTION = {"inscription_organisateur", "attestation_organisateur", "attestation_fin"}
PREUVES_ACHEVEMENT = {"attestation_fin"}
# What a term starts from, in words.
DEPARTS = {
    "attestation_remise": _lt("the attestation of obligation was handed over"),
    "date_reference": _lt("reference date, later than the attestation of obligation"),
    "inscription_organisateur": _lt("registration with the organiser"),
    "sommation_recue": _lt("receipt of the summons"),
    "sommation_envoyee": _lt("presumed receipt of the summons, third working day after it was sent"),
}


class Terme(NamedTuple):
    """The legal term that runs in a file: its type, what it starts from (a key of `DEPARTS`), its length in months with
    the article, and its count."""

    type: str
    depart: str
    mois: int
    article: str
    delai: Delai


def derniere(evenements, *types):
    """Return the last event of one of those types, or None.

    :param evenements: events of one file, oldest first, each with ``type`` and ``date_effective``
    """
    return next((evenement for evenement in reversed(evenements) if evenement.type in types), None)


def sommation_en_cours(evenements):
    """Return ``(sent, received)``, the events of the last summons; either can be None."""
    envoyee, recue = derniere(evenements, "sommation_envoyee"), derniere(evenements, "sommation_recue")
    if envoyee and recue and recue.date_effective < envoyee.date_effective:
        recue = None
    return envoyee, recue


def preuve_apres_sommation(evenements):
    """Return the event that answers the last summons, or None: completion when the person was registered before it,
    else registration with an organiser (law.md §5)."""
    envoyee, recue = sommation_en_cours(evenements)
    depart = envoyee or recue
    if not depart:
        return None
    inscrit = any(e.type == "inscription_organisateur" and e.date_effective < depart.date_effective for e in evenements)
    preuves = PREUVES_ACHEVEMENT if inscrit else PREUVES_INSCRIPTION
    return next((e for e in evenements if e.type in preuves and e.date_effective >= depart.date_effective), None)


def terme_en_cours(evenements, reference, reglement, volontaire):
    """Return the legal term that runs, a `Terme`, or None (law.md §5).

    :param evenements: events of one file, oldest first
    :param reference: the reference date, or a false value when it is not certain
    :param reglement: the version of the law, with the lengths of the terms in months
    :param volontaire: a volunteer has the term of completion only (law.md §2)
    """

    def terme(genre, depart, jour):
        mois = reglement[f"mois_{genre}"]
        return Terme(genre, depart, mois, reglement[f"mois_{genre}_article"] or "", compter(jour, mois=mois))

    if not reglement or derniere(evenements, "attestation_fin", "constat_refus", "transfert_vivalis"):
        return None
    envoyee, recue = sommation_en_cours(evenements)
    if (envoyee or recue) and not preuve_apres_sommation(evenements):
        if recue:
            return terme("sommation", "sommation_recue", recue.date_effective)
        return terme("sommation", "sommation_envoyee", reception_presumee(envoyee.date_effective))
    if inscription := next((e for e in evenements if e.type == "inscription_organisateur"), None):
        return terme("achevement", "inscription_organisateur", inscription.date_effective)
    attestation = next((e for e in evenements if e.type == "attestation_remise"), None)
    if not attestation or volontaire:
        return None
    # The law counts from the registration, the administration from the attestation: the later of the two (law.md §5).
    if reference and reference > attestation.date_effective:
        return terme("inscription", "date_reference", reference)
    return terme("inscription", "attestation_remise", attestation.date_effective)


class DossierTermes(models.Model):
    _inherit = "parcours.dossier"

    echeance_explication = fields.Char(
        "Why this date", compute="_compute_echeance_explication", help="How the next legal date was counted."
    )

    @api.depends("date_echeance", "evenement_ids", "date_reference", "reglement_id", "volontaire")
    @api.depends_context("lang")
    def _compute_echeance_explication(self):
        # sudo: every reader of a file may know why its date is what it is; only that sentence comes out
        evenements = self.sudo()._evenements_valides()
        for dossier in self:
            terme = dossier.date_echeance and dossier.sudo()._terme_en_cours(evenements.get(dossier.id, []))
            dossier.echeance_explication = self._phrase_terme(terme) if terme else False

    @api.model
    def _phrase_terme(self, terme):
        """Return the count of a term in one sentence of the reader's language."""
        jour = {ligne.genre: format_date(self.env, ligne.date) for ligne in terme.delai.lignes}
        phrase = self.env._(
            "%(months)s months from %(start)s (%(event)s): %(end)s",
            months=terme.mois,
            start=jour["depart"],
            event=self.env._(DEPARTS[terme.depart]),
            end=jour["longueur"],
        )
        if "ouvrable" in jour:
            phrase = self.env._("%(count)s; moved to the next working day: %(end)s", count=phrase, end=jour["ouvrable"])
        return f"{phrase} ({terme.article})." if terme.article else f"{phrase}."

    def _terme_en_cours(self, evenements):
        self.ensure_one()
        return terme_en_cours(evenements, self.date_reference, self.reglement_id, self.volontaire)

    def _recalculer(self):
        """Compute stage, legal date and organiser's stage of each file again from its events; few queries a batch."""
        # sudo: stage and dates follow from the events alone, and users may not write them
        dossiers = self.sudo().with_context(tracking_disable=True)
        etapes = {etape.code: etape.id for etape in self.env["parcours.stage"].sudo().search([])}
        evenements = dossiers._evenements_valides()
        for dossier in dossiers:
            faits = evenements.get(dossier.id, [])
            valeurs = {"echeance_type": False, "date_echeance": False}
            dernier = next((e for e in reversed(faits) if e.type in ETAPES), None)
            code = ETAPES[dernier.type] if dernier else "a_informer"
            if dossier.phase == "dossier":
                if terme := dossier._terme_en_cours(faits):
                    valeurs["echeance_type"], valeurs["date_echeance"] = terme.type, terme.delai.echeance
            elif dossier.phase == "cloture":
                code = "acheve" if dossier.motif_cloture == "acheve" else "clos"
            # a pre-file has no stage, and one that was closed before any decision keeps none
            valeurs["stage_id"] = etapes[code] if dossier.date_ouverture else False
            actuelles = {
                "echeance_type": dossier.echeance_type,
                "date_echeance": dossier.date_echeance,
                "stage_id": dossier.stage_id.id,
            }
            if ecarts := {nom: valeur for nom, valeur in valeurs.items() if actuelles[nom] != valeur}:
                dossier.write(ecarts)

    def _evenements_valides(self):
        """Return ``{file id: [events, oldest first]}`` without the cancelled ones, in one query."""
        # sudo: stage and dates follow from every event of the files given, whoever asks; callers hand out no event
        evenements = (
            self.env["parcours.evenement"].sudo().search([("dossier_id", "in", self.ids)], order="date_effective, id")
        )
        annules = evenements.annule_id
        groupes = {}
        for evenement in evenements:
            if evenement not in annules and evenement.type != "annulation":
                groupes.setdefault(evenement.dossier_id.id, []).append(evenement)
        return groupes
