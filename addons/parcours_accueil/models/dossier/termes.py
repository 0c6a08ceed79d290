# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Stage, terms and next legal date of a file, computed from its events."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import aujourdhui

from ...droit.delais import (
    DOSSIER,
    SOMMATION,
    Parametres,
    delais,
    prochaine_bascule,
    sans_echeance,
    suspendu,
    terme_courant,
)
from ...droit.etapes import Evenement, stage
from ...droit.vie_terme import EN_COURS, VIVANTS, etat_du_jour
from .faits import GROUPES_FAITS

# Files counted together: bounds the memory of a run over the whole population.
TAILLE_LOT = 2_000
# What the count of a file reads of it: a file has many columns, some of them long.
COLONNES = [
    "phase",
    "volontaire",
    "date_reference",
    "reglement_id",
    "motif_cloture",
    "date_ouverture",
    "stage_id",
    "echeance_type",
    "date_echeance",
    "motif_sans_echeance",
    "date_bascule",
    "reference_comptee",
    "reglement_compte_id",
]
# Stages that show the side road *suspended* while a suspension holds.
ETAPES_SUSPENDABLES = {"informe", "inscrit", "en_cours"}
MOTIFS_SANS_ECHEANCE = [
    ("attestation_a_remettre", "The attestation of obligation is not handed over yet"),
    ("reference_inconnue", "The reference date is not known"),
    ("volontaire_non_inscrit", "Volunteer, not registered with an organiser yet"),
    ("inscription_a_enregistrer", "The registration with the organiser is not recorded"),
    ("acheve", "The pathway is completed"),
    ("refus", "A refusal was found"),
    ("transfere", "Transferred to Vivalis"),
    ("sans_reglement", "Not examined yet: no regulation applies"),
]


class Calcul(NamedTuple):
    """What the events of one file give: its terms, and the values it stores."""

    termes: list
    valeurs: dict


class DossierTermes(models.AbstractModel):
    _name = "parcours.dossier.termes"
    _description = "Pathway file: stage and terms"

    delai_ids = fields.One2many("parcours.delai", "dossier_id", "Terms", readonly=True, domain=[("objet", "=", 0)])
    motif_sans_echeance = fields.Selection(
        MOTIFS_SANS_ECHEANCE, "Why no legal date", readonly=True, help="Why this open file has no next legal date."
    )
    date_bascule = fields.Date(
        "Suspension changes on", readonly=True, help="Next day on which a suspension of this file begins or is over."
    )
    # What the terms were last counted from, beside the events: another value is a reason to count them again.
    reference_comptee = fields.Date("Reference date of the terms", readonly=True, groups=GROUPES_FAITS)
    reglement_compte_id = fields.Many2one("parcours.reglement", "Regulation of the terms", readonly=True)
    echeance_explication = fields.Char(
        "Why this date", compute="_compute_echeance_explication", help="How the next legal date was counted."
    )

    _bascule_idx = models.Index("(date_bascule) WHERE date_bascule IS NOT NULL")

    @api.depends("date_echeance", "echeance_type", "delai_ids.compte", "delai_ids.state")
    @api.depends_context("lang", "uid")
    def _compute_echeance_explication(self):
        # sudo: every reader of a file may know why its date is what it is; only that sentence comes out, and a
        # confidential ground stays "Suspension" in it for who may not know it
        courants = {}
        for delai in self.sudo().delai_ids.filtered(lambda delai: delai.state in VIVANTS).sorted("rang"):
            courants[delai.dossier_id.id, delai.type_id.code] = delai
        for dossier in self:
            delai = courants.get((dossier._origin.id, dossier.echeance_type)) if dossier.date_echeance else None
            dossier.echeance_explication = delai.explication if delai else False

    def _a_recompter(self):
        """Return the open files of self whose terms were counted from another reference date or version of the law."""
        self.flush_recordset(["phase", "date_reference", "reglement_id", "reference_comptee", "reglement_compte_id"])
        # Raw SQL: two pairs of columns compared for a whole batch, without reading a record; a domain cannot say it.
        # Ids come from a recordset; only ids of the same files come out.
        self.env.cr.execute(
            SQL(
                """SELECT id FROM parcours_dossier
                    WHERE id = ANY(%s) AND phase = 'dossier'
                          AND (date_reference IS DISTINCT FROM reference_comptee
                               OR reglement_id IS DISTINCT FROM reglement_compte_id)""",
                list(self.ids),
            )
        )
        return self.browse(identifiant for (identifiant,) in self.env.cr.fetchall())

    def _recalculer(self):
        """Compute stage, terms and legal date of each file again from its events; few queries a batch."""
        if len(self) > TAILLE_LOT:
            for lot in lots.each(self, TAILLE_LOT):
                lot._recalculer()
            return
        if not self:
            return
        # sudo: stage and dates follow from the events alone, and users may not write them
        dossiers = self.sudo().with_context(tracking_disable=True)
        dossiers.fetch(COLONNES)
        jour = aujourdhui()
        etapes = {etape.code: etape.id for etape in self.env["parcours.stage"].sudo().search([])}
        evenements = dossiers._evenements_valides()
        suspendables = self.env["parcours.delai.type"].sudo()._suspendables()
        calculs = {d: d._calculer(evenements.get(d.id, []), suspendables, jour) for d in dossiers}
        self.env["parcours.suspension"].sudo()._actualiser(dossiers, evenements)
        termes = {dossier.id: calcul.termes for dossier, calcul in calculs.items()}
        self.env["parcours.delai"].sudo().with_context(tracking_disable=True)._enregistrer(dossiers, termes, jour)
        for dossier, calcul in calculs.items():
            valeurs = dict(calcul.valeurs)
            valeurs["stage_id"] = etapes.get(valeurs["stage_id"], False)
            valeurs |= {"reference_comptee": dossier.date_reference, "reglement_compte_id": dossier.reglement_id.id}
            actuelles = {nom: dossier[nom] for nom in valeurs}
            actuelles |= {nom: dossier[nom].id for nom in ("stage_id", "reglement_compte_id")}
            if ecarts := {nom: valeur for nom, valeur in valeurs.items() if actuelles[nom] != valeur}:
                dossier.write(ecarts)

    def _calculer(self, evenements, suspendables, jour):
        """Return the `Calcul` of one file. Nothing is written.

        :param evenements: its valid events, oldest first (parcours.evenement or `droit.delais.Evenement`)
        :param suspendables: the kinds of term that suspensions move
        """
        self.ensure_one()
        faits = [e if isinstance(e, Evenement) else _evenement(e) for e in evenements]
        parametres = self._parametres(suspendables)
        situation = faits, self.date_reference, parametres
        genres = self.env["parcours.delai"]._genres_de(DOSSIER)
        termes = delais(*situation, volontaire=self.volontaire, genres=genres) if parametres else []
        valeurs = dict.fromkeys(("echeance_type", "date_echeance", "motif_sans_echeance", "date_bascule"), False)
        courant = terme_courant(termes)
        code = stage(faits, somme=bool(courant) and courant.type == SOMMATION)
        if self.phase == "dossier":
            if courant:
                valeurs["echeance_type"], valeurs["date_echeance"] = courant.type, courant.delai.echeance
                valeurs["date_bascule"] = prochaine_bascule(faits, jour, courant) or False
                if code in ETAPES_SUSPENDABLES and suspendu(termes, faits, parametres, jour):
                    code = "suspendu"
            valeurs["motif_sans_echeance"] = sans_echeance(termes, *situation, volontaire=self.volontaire) or False
        elif self.phase == "cloture":
            code = "acheve" if self.motif_cloture == "acheve" else "clos"
        # a pre-file has no stage, and one that was closed before any decision keeps none
        valeurs["stage_id"] = code if self.date_ouverture else False
        return Calcul(termes, valeurs)

    def _parametres(self, suspendables):
        """Return what the version of the law that applies says of the terms, or None without a version."""
        reglement = self.reglement_id
        if not reglement:
            return None
        return Parametres(reglement._longueurs(), suspendables)

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

    def _faits(self):
        """Return ``{file id: [droit.etapes.Evenement, oldest first]}`` without the cancelled ones, in one query."""
        return {
            identifiant: [_evenement(evenement) for evenement in evenements]
            for identifiant, evenements in self._evenements_valides().items()
        }

    def _verifier_delais(self, jour=None):
        """Return the files of self whose stored terms are not those that their events give today.

        :param jour: the day to compare on; today when empty
        """
        jour = jour or aujourdhui()
        # sudo: a check of the whole, by the nightly control or a test
        dossiers = self.sudo()
        evenements = dossiers._evenements_valides()
        suspendables = self.env["parcours.delai.type"].sudo()._suspendables()
        Delai = self.env["parcours.delai"].sudo()
        stockes = {}
        for delai in Delai.search(self._domaine_delais() & Domain("state", "!=", "sans_objet")):
            stockes.setdefault(delai.dossier_id.id, set()).add(delai._compare(jour))
        faux = self.browse()
        for dossier in dossiers:
            calcul = dossier._calculer(evenements.get(dossier.id, []), suspendables, jour)
            attendus = {
                (t.type, t.rang, t.depart, t.delai.depart, t.delai.echeance, *_etat(t, dossier.phase, jour))
                for t in calcul.termes
            }
            prochaine = calcul.valeurs["echeance_type"], calcul.valeurs["date_echeance"]
            if stockes.get(dossier.id, set()) != attendus or prochaine != (
                dossier.echeance_type,
                dossier.date_echeance,
            ):
                faux |= dossier
        return faux.sudo(self.env.su)


def _etat(terme, phase, jour):
    """State of a term on a day, as a stored one gives it (parcours.delai._compare)."""
    etat = "arrete" if terme.etat == EN_COURS and phase != "dossier" else terme.etat
    return etat_du_jour(etat, terme.delai.echeance, jour), terme.date_etat or False, terme.date_suite or False


def _evenement(evenement):
    """Return a parcours.evenement as the pure package takes it."""
    return Evenement(
        evenement.type,
        evenement.date_effective,
        evenement.id,
        evenement.suspension_id.id,
        evenement.date_fin or None,
        evenement.organisateur_id.id,
        evenement.phase or None,
        evenement.motif_cloture or None,
    )
