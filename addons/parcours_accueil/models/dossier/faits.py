# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The facts of a file (loi.md §2b): columns of parcours.dossier, each with the register entries it was read from."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..vocabulaire import ENTIER_INCONNU, FAITS, GROUPES_REGISTRE

GROUPES_FAITS = GROUPES_REGISTRE + ",parcours_accueil.group_statisticien"
OUI_NON = [("oui", "Yes"), ("non", "No")]


class DossierFaits(models.AbstractModel):
    """Facts: ``ref_*`` at the reference date, ``jour_*`` on the day the register was last read.

    An empty fact is *unknown*, and so is -1 in an integer: yes and no are words because an Odoo boolean has no third
    value. ``faits_origine`` says where each fact comes from::

        {"notes": {fact: code}, "sources": {fact: [information id, …]},
         "entrees": {information id: {"it", "date", "fin", "code", "connu_le"}}}
    """

    _name = "parcours.dossier.faits"
    _description = "Pathway file: the facts"

    date_reference = fields.Date(
        "Reference date",
        readonly=True,
        index="btree_not_null",
        groups=GROUPES_FAITS,
        help="First registration in the register of foreigners of one of the 19 communes with a permit of more than "
        "three months. Empty when the register leaves a doubt.",
    )
    date_reference_min = fields.Date("Reference date, at the earliest", readonly=True, groups=GROUPES_FAITS)
    date_reference_max = fields.Date("Reference date, at the latest", readonly=True, groups=GROUPES_FAITS)
    ref_inscription = fields.Selection(
        OUI_NON, "First registration with a permit of more than three months", readonly=True, groups=GROUPES_FAITS
    )
    ref_inscription_motif = fields.Selection(
        [
            ("inscrit", "Registered with a permit"),
            ("permis_inconnu", "Permit not yet known"),
            ("carte_inconnue", "Card not in the tables"),
            ("date_partielle", "Incomplete date"),
            ("attente", "Waiting register only"),
            ("population", "Population register only"),
            ("autre_registre", "Other register only"),
            ("autre_region", "Another Region only"),
            ("aucune", "No registration"),
        ],
        "What the register says of the registration",
        readonly=True,
        groups=GROUPES_FAITS,
    )
    naissance_min = fields.Date("Born at the earliest on", readonly=True, groups=GROUPES_REGISTRE)
    naissance_max = fields.Date("Born at the latest on", readonly=True, groups=GROUPES_REGISTRE)
    ref_age_min = fields.Integer(
        "Age at the reference date, at least",
        default=ENTIER_INCONNU,
        readonly=True,
        aggregator="avg",
        groups=GROUPES_FAITS,
        help="Completed years; -1: not known.",
    )
    ref_age_max = fields.Integer(
        "Age at the reference date, at most",
        default=ENTIER_INCONNU,
        readonly=True,
        aggregator="avg",
        groups=GROUPES_FAITS,
        help="Completed years; -1: not known.",
    )
    ref_belge = fields.Selection(OUI_NON, "Belgian at the reference date", readonly=True, groups=GROUPES_FAITS)
    ref_ue = fields.Selection(
        OUI_NON, "EU, EEA or Swiss national at the reference date", readonly=True, groups=GROUPES_FAITS
    )
    ref_sejour_depuis = fields.Date("Legal stay without a break since", readonly=True, groups=GROUPES_FAITS)
    ref_sejour_annees_min = fields.Integer(
        "Years of legal stay, at least",
        default=ENTIER_INCONNU,
        readonly=True,
        aggregator="avg",
        groups=GROUPES_FAITS,
        help="Completed years of unbroken legal stay at the reference date; -1: not known.",
    )
    ref_sejour_annees_max = fields.Integer(
        "Years of legal stay, at most",
        default=ENTIER_INCONNU,
        readonly=True,
        aggregator="avg",
        groups=GROUPES_FAITS,
        help="Completed years of unbroken legal stay at the reference date; -1: not known.",
    )
    ref_carte = fields.Char("Card at the reference date", readonly=True, groups=GROUPES_FAITS)
    ref_motif_sejour = fields.Char("Reason of residence at the reference date", readonly=True, groups=GROUPES_FAITS)
    jour_belge = fields.Selection(OUI_NON, "Belgian today", readonly=True, groups=GROUPES_FAITS)
    jour_ue = fields.Selection(OUI_NON, "EU, EEA or Swiss national today", readonly=True, groups=GROUPES_FAITS)
    jour_carte = fields.Char("Card today", readonly=True, groups=GROUPES_FAITS)
    jour_motif_sejour = fields.Char("Reason of residence today", readonly=True, groups=GROUPES_FAITS)
    jour_permis_fin = fields.Date("End of the permit", readonly=True, groups=GROUPES_FAITS)
    jour_permis_valide = fields.Selection(OUI_NON, "Permit valid today", readonly=True, groups=GROUPES_FAITS)
    jour_situation = fields.Selection(
        [
            ("present", "Present"),
            ("decede", "Deceased"),
            ("parti", "Left the country"),
            ("radie", "Struck off ex officio"),
            ("sans_droit", "Lost the right of residence"),
            ("autre_region", "In another Region"),
            ("inconnue", "Not known"),
        ],
        "Situation today",
        readonly=True,
        groups=GROUPES_FAITS,
    )
    jour_situation_depuis = fields.Date("Situation since", readonly=True, groups=GROUPES_FAITS)
    jour_commune = fields.Char("Commune today", readonly=True, groups=GROUPES_FAITS)
    faits_origine = fields.Json("Origin of the facts", readonly=True, groups=GROUPES_REGISTRE)
    date_faits = fields.Date(
        "Facts read on", readonly=True, groups=GROUPES_FAITS, help="Day for which the facts of today were computed."
    )
    date_reexamen = fields.Date(
        "Examine again on",
        readonly=True,
        index="btree_not_null",
        groups=GROUPES_FAITS,
        help="First day on which a fact of today changes by the passing of time alone.",
    )

    @api.model
    def _domaine_fait_vide(self, nom):
        """Return the domain of the files whose fact is unknown."""
        if self._fields[nom].type == "integer":
            return Domain(nom, "=", ENTIER_INCONNU)
        return Domain(nom, "=", False)

    @api.model
    def _valeurs_faits(self, faits, entrees, jour):
        """Turn facts read by the law package into column values of parcours.dossier.

        :param faits: ``{name: droit.Fait}``
        :param entrees: ``{information id: description}`` of the entries read for this person
        :param jour: the day the facts were computed for
        """
        valeurs = {"date_faits": jour}
        notes, sources = {}, {}
        for nom in FAITS:
            fait = faits[nom]
            vide = ENTIER_INCONNU if self._fields[nom].type == "integer" else False
            valeur = vide if fait.valeur is None else fait.valeur
            # an incomplete birth date can give a year before birth: nobody is registered before being born
            valeurs[nom] = max(valeur, 0) if vide == ENTIER_INCONNU and fait.valeur is not None else valeur
            if fait.note:
                notes[nom] = fait.note
            if fait.sources:
                sources[nom] = list(fait.sources)
        utiles = {identifiant for liste in sources.values() for identifiant in liste}
        valeurs["faits_origine"] = {
            "notes": notes,
            "sources": sources,
            "entrees": {str(identifiant): entrees[identifiant] for identifiant in sorted(utiles)},
        }
        return valeurs
