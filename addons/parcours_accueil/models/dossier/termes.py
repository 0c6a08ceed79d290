# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The steps of a file, and its stage, terms and next legal date, computed from the events that they leave."""

from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.saisie import hors_du_fil, refuser_champs
from odoo.addons.registre_national.histoire.dates import FUTUR

from ...droit.attendue import FAIT, attendue
from ...droit.conditions import Saisie, Situation, premier_refus
from ...droit.delais import (
    A_INFORMER,
    EN_COURS,
    VIVANTS,
    Parametres,
    SansObligation,
    Suspension,
    decompter,
    derniere,
    etat_du_jour,
    periodes_sans_obligation,
)
from ...droit.etapes import ACQUITTEMENT_COMMUNE, CONSTAT_REFUS, COURS, DOSSIER, ETAPES, SUSPENSIONS, Evenement, cours
from ..delai.parcours_delai import COLONNES_DELAI
from ..vocabulaire import (
    ATTENTES,
    ETAPES_ORGANISATEUR,
    GROUPES_FAITS,
    GROUPES_REGISTRE,
    JOURS_ALERTE,
    JOURS_ALERTE_COURTS,
)

_lt = LazyTranslate(__name__)

# Files counted together: bounds the memory of a run over the whole population.
TAILLE_LOT = 2_000
# What the count of a file reads of it: a file has many columns, some of them long.
COLONNES = [
    "phase",
    "volontaire",
    "date_reference",
    "reglement_id",
    "motif_cloture",
    "sans_obligation",
    "date_ouverture",
    "stage_id",
    "echeance_type",
    "date_echeance",
    "motif_sans_echeance",
    "date_bascule",
    "a_informer",
    "lettre_attente",
    "reference_comptee",
    "reglement_compte_id",
]
#: What the pure package takes of an event (`_evenement`), and what says whether it counts.
COLONNES_EVENEMENT = (
    *("dossier_id", "type", "date_effective", "annule_id", "provenance_id"),
    *("suspension_id", "date_fin", "organisateur_id", "phase", "motif_cloture", "contestation_id"),
    *("canal", "preuve_envoi", "reception", "retour", "cause_id", "langue"),
)
#: The only fields a user may write; everything else follows from the register, the rules or the events.
CHAMPS_LIBRES = {
    "user_id",
    "priority",
    "color",
    "note",
    "langue",
    "langue_contact",
    "accord_ebox",
    "accord_avis",
    "textes_vus",
    "telephone",
    "courriel",
}
PAR_LES_EVENEMENTS = _lt(
    "These values follow from the register, the rules or the events, and cannot be changed by hand: %s. Nothing was "
    "saved. Use the buttons of the file, or report a difference in the register."
)
#: What organisers are told of a stage, and the stages that they are told nothing of; where the steps with the organiser
#: lead, when such a stage hides it.
STAGES_ORGANISATEUR = {
    "inscrit": "inscrit",
    "en_cours": "en_cours",
    "suspendu": "suspendu",
    "acheve": "termine",
    "clos": "termine",
}
STAGES_CACHES = frozenset({"somme", "refus", "transfere"})
PAS_ORGANISATEUR = {
    etape.code: STAGES_ORGANISATEUR[etape.stage] for etape in ETAPES.values() if etape.stage in ("inscrit", "en_cours")
}
MOTIFS_SANS_ECHEANCE = [
    ("attestation_a_remettre", "The attestation of obligation is not handed over yet"),
    ("reference_inconnue", "The reference date is not known"),
    ("volontaire_non_inscrit", "Volunteer, not registered with an organiser yet"),
    ("inscription_a_enregistrer", "The registration with the organiser is not recorded"),
    ("acheve", "The pathway is completed"),
    ("refus", "A refusal was found"),
    ("transfere", "Transferred to Vivalis"),
    ("sans_obligation", "Obliged to nothing for now: exempt, outside the target group, or to be closed"),
    ("sans_reglement", "Not examined yet: no regulation applies"),
]


class DossierTermes(models.AbstractModel):
    _name = "parcours.dossier.termes"
    _description = "Pathway file: steps, stage and terms"
    _inherit = ["parcours.etape.proprietaire"]

    _etapes_lues = (
        *("phase", "volontaire", "resultat", "stage_id", "evenement_ids", "inscription_ids"),
        *("delai_ids.state", "delai_ids.revue"),
        *("issue_a_appliquer", "exemption_ids.state", "contestation_ids.bloque", "commune_a_acquitter"),
        "cloture_a_verifier",
    )
    _doutes = {
        "issue_a_appliquer": Domain("issue_a_appliquer", "=", True),
        "exemption_a_decider": Domain("exemption_ids.state", "=", "demandee"),
        "contestation_ouverte": Domain("contestation_ids.bloque", "=", True),
        "a_informer": Domain("a_informer", "=", True),
    }

    evenement_ids = fields.One2many("parcours.evenement", "dossier_id", "Events")
    inscription_ids = fields.One2many("parcours.inscription", "dossier_id", "Enrolments")
    attente_ids = fields.One2many("parcours.attente", "dossier_id", "Waiting lists", groups=GROUPES_REGISTRE)
    organisateur_id = fields.Many2one("parcours.organisateur", "Organiser", compute="_compute_organisateur_id")
    delai_ids = fields.One2many("parcours.delai", "dossier_id", "Terms", readonly=True, domain=[("objet", "=", 0)])
    etape_organisateur = fields.Selection(
        ETAPES_ORGANISATEUR,
        "With the organiser",
        compute="_compute_etape_organisateur",
        store=True,
        help="What organisers are told of where the file stands, and whoever is not in charge of it.",
    )
    motif_sans_echeance = fields.Selection(
        MOTIFS_SANS_ECHEANCE,
        "Why no legal date",
        readonly=True,
        groups=GROUPES_FAITS,
        help="Why this open file has no next legal date.",
    )
    date_bascule = fields.Date(
        "Suspension changes on",
        readonly=True,
        groups=GROUPES_FAITS,
        help="Next day on which a suspension of this file begins or is over.",
    )
    a_informer = fields.Boolean(
        "To inform",
        readonly=True,
        groups=GROUPES_FAITS,
        help="The attestation of obligation was never handed over in this open file.",
    )
    lettre_attente = fields.Selection(
        ATTENTES,
        "A letter waits",
        readonly=True,
        groups=GROUPES_REGISTRE,
        help="What must come back, or be done again, of the last attestation or summons that was sent.",
    )
    # What the terms were last counted from, beside the events: another value is a reason to count them again.
    reference_comptee = fields.Date("Reference date of the terms", readonly=True, groups=GROUPES_FAITS)
    reglement_compte_id = fields.Many2one(
        "parcours.reglement", "Regulation of the terms", readonly=True, groups=GROUPES_FAITS
    )
    jours_alerte = fields.Integer(
        "Days of warning",
        compute="_compute_jours_alerte",
        groups=GROUPES_FAITS,
        help="Days before the next legal date from which it shows as near.",
    )
    echeance_explication = fields.Char(
        "Why this date",
        compute="_compute_echeance_explication",
        groups=GROUPES_FAITS,
        help="How the next legal date was counted.",
    )

    _bascule_idx = models.Index("(date_bascule) WHERE date_bascule IS NOT NULL")
    _a_informer_idx = models.Index("(company_id, date_ouverture, id) WHERE a_informer IS TRUE AND active IS TRUE")
    _lettre_attente_idx = models.Index(
        "(company_id, lettre_attente, date_echeance, id)"
        " WHERE lettre_attente IS NOT NULL AND phase = 'dossier' AND active IS TRUE"
    )

    @api.depends("inscription_ids.organisateur_id", "inscription_ids.date_fin")
    def _compute_organisateur_id(self):
        # searched as the reader, not read from the file's list: what the engine has put in that list before may hold
        # enrolments that the reader has no access to
        ouvertes = {
            inscription.dossier_id.id: inscription.organisateur_id
            for inscription in self.env["parcours.inscription"].search_fetch(
                [("dossier_id", "in", self.ids), ("date_fin", "=", False)], ["dossier_id", "organisateur_id"]
            )
        }
        for dossier in self:
            dossier.organisateur_id = ouvertes.get(dossier._origin.id, False)

    @api.depends("phase", "stage_id", "inscription_ids.date_debut")
    def _compute_etape_organisateur(self):
        """A summons, a refusal and a transfer do not show: the file stands where it stood with the organiser before. A
        closed one is ended, whatever its reason; one that is with no organiser yet stands nowhere."""
        caches = self.filtered(lambda dossier: dossier.phase == "dossier" and dossier.stage_code in STAGES_CACHES)
        avant = {}
        if caches:
            pas = self.env["parcours.evenement"].search_fetch(
                [
                    ("dossier_id", "in", caches.ids),
                    ("type", "in", list(PAS_ORGANISATEUR)),
                    ("annulation_ids", "=", False),
                ],
                ["dossier_id", "type"],
                order="date_effective, id",
            )
            avant = {un.dossier_id.id: PAS_ORGANISATEUR[un.type] for un in pas}
        for dossier in self:
            if dossier.phase == "cloture":
                dossier.etape_organisateur = "termine"
            elif dossier.phase == "dossier":
                dossier.etape_organisateur = STAGES_ORGANISATEUR.get(dossier.stage_code) or avant.get(dossier.id)
            else:
                dossier.etape_organisateur = False

    @api.depends("echeance_type")
    def _compute_jours_alerte(self):
        for dossier in self:
            dossier.jours_alerte = JOURS_ALERTE_COURTS.get(dossier.echeance_type, JOURS_ALERTE)

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

    # ---- written by the events, not by hand -------------------------------------------------------------------------

    def write(self, vals):
        self._verifier_champs_libres(vals)
        vals = self._signer_langues(vals)
        # the agent of a file that moves is taken off by the move, which is an event itself
        reaffectes, demande = self.browse(), vals.get("user_id")
        if "user_id" in vals and "company_id" not in vals:
            vals = self._pour_qui_est_present(vals)
            reaffectes = self.filtered(lambda dossier: dossier.user_id.id != (vals["user_id"] or False))
        if self.env.su:
            resultat = super().write(vals)
        else:
            # the `super()` of these records, which need not be all of self
            resultat = self._ecrire_textes(vals, lambda records, v: super().write(v))
        if reaffectes:
            reaffectes._noter_affectation()
        if "user_id" in vals and "company_id" not in vals:
            self._suivre_affectation(demande)
        if "phase" in vals or "motif_cloture" in vals:
            self._ajuster_abonnements()
        return resultat

    def _verifier_champs_libres(self, vals):
        """Refuse a user's write on what comes from the register, the rules or the events.

        :raise AccessError: naming the fields in the user's words
        """
        if self.env.su:
            return
        refuser_champs(self, hors_du_fil(vals) - CHAMPS_LIBRES, PAR_LES_EVENEMENTS)

    # ---- stage, terms, legal date -----------------------------------------------------------------------------------

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
        etapes = self.env["parcours.stage"]._ids_par_code()
        evenements = dossiers._evenements_valides()
        decomptes = {d.id: d._decompter(evenements.get(d.id, []), jour) for d in dossiers}
        if decisions := [e for liste in evenements.values() for e in liste if e.type in SUSPENSIONS]:
            self.env["parcours.suspension"].sudo()._actualiser(decisions)
        dossiers._suivre_information(decomptes)
        for dossier in dossiers:
            valeurs = dossier._valeurs_decompte(decomptes[dossier.id])
            # a pre-file has no stage, and one that was closed before any decision keeps none
            valeurs["stage_id"] = bool(dossier.date_ouverture) and etapes.get(decomptes[dossier.id].stage, False)
            valeurs |= {"reference_comptee": dossier.date_reference, "reglement_compte_id": dossier.reglement_id.id}
            actuelles = {nom: dossier[nom] for nom in valeurs}
            actuelles |= {nom: dossier[nom].id for nom in ("stage_id", "reglement_compte_id")}
            if ecarts := {nom: valeur for nom, valeur in valeurs.items() if actuelles[nom] != valeur}:
                dossier.write(ecarts)
        # after the file: a review that opens looks at what the file says
        self.env["parcours.delai"].sudo().with_context(tracking_disable=True)._enregistrer(dossiers, decomptes, jour)

    def _decompter(self, evenements, jour):
        """Return the `droit.delais.Decompte` of one file. Nothing is written.

        :param evenements: its valid events, oldest first (parcours.evenement or `droit.etapes.Evenement`)
        """
        self.ensure_one()
        tables, reglement = self.env["parcours.evenement"]._tables(), self.reglement_id
        return decompter(
            [e if isinstance(e, Evenement) else _evenement(e) for e in evenements],
            Parametres(reglement._lignes(), tables.suspendables) if reglement else None,
            jour,
            phase=self.phase,
            reference=self.date_reference,
            volontaire=self.volontaire,
            acheve=self.motif_cloture == "acheve",
            genres={code: genre for code, genre in tables.genres.items() if genre.proprietaire == DOSSIER},
            faits=self._faits_sans_obligation(),
        )

    def _suivre_information(self, decomptes):
        """Ask the agents of who is registered and was never informed to hand the attestation over: once; and no more
        once that is done, or the file closed. Who is not registered yet is in the list *to inform* for that.

        :param dict decomptes: id of the file -> its new count, the former one still on the file
        """
        appeles = self.filtered(lambda d: d.a_informer and d.stage_id.code != A_INFORMER)
        a_appeler = self.filtered(lambda d: decomptes[d.id].a_informer and decomptes[d.id].stage != A_INFORMER)
        taches, genre = self.env["mail.activity"], "parcours_accueil.activite_informer"
        if informes := appeles - a_appeler:
            taches._retirer(informes, genre)
        if nouveaux := a_appeler - appeles:
            taches._donner(
                genre,
                nouveaux,
                lambda env, _dossier: env._("Never informed: hand over the attestation"),
                lambda env, _dossier: env._(
                    "This file went on (a registration, a summons), and no attestation of obligation is recorded as "
                    "handed over. Hand it over with the brochure and record it; if that was done, record it with its "
                    "day. Nobody is summoned, or found to refuse, before."
                ),
            )

    def _faits_sans_obligation(self):
        """Return the days of one file without obligation that the facts tell (`droit.delais.SansObligation`), or None
        when they were never read."""
        if not (gardees := self.sudo().sans_obligation):  # sudo: the count of terms, whoever asks
            return None
        jours = [
            Suspension(date.fromisoformat(debut), date.fromisoformat(fin) if fin else FUTUR, mot)
            for debut, fin, mot in gardees["periodes"]
        ]
        return SansObligation(tuple(jours), gardees["registre"])

    def _jours_sans_obligation(self):
        """Return ``{file id: its days without obligation}``, as a term that the person must meet counts them; in a few
        queries for all."""
        # sudo: only days come out, for the terms of whoever counts them
        dossiers = self.sudo()
        faits = dossiers._faits()
        return {
            dossier.id: periodes_sans_obligation(
                faits.get(dossier.id, ()), dossier._faits_sans_obligation(), dossier.volontaire
            )
            for dossier in dossiers
        }

    @api.model
    def _valeurs_decompte(self, decompte):
        """Return what a file shows of its count: the term that runs while it is open, or why there is none."""
        courant = decompte.courant if decompte.ouvert else None
        return {
            "echeance_type": courant.type if courant else False,
            "date_echeance": courant.delai.echeance if courant else False,
            "motif_sans_echeance": decompte.sans_echeance or False,
            "date_bascule": decompte.bascule or False,
            "a_informer": decompte.a_informer,
            "lettre_attente": decompte.attente or False,
        }

    def _evenements_valides(self):
        """Return ``{file id: [events, oldest first]}`` without the cancelled ones, in one query."""
        # sudo: stage and dates follow from every event of the files given, whoever asks; callers hand out no event
        evenements = (
            self.env["parcours.evenement"]
            .sudo()
            .search_fetch([("dossier_id", "in", self.ids)], COLONNES_EVENEMENT, order="date_effective, id")
        )
        annules = evenements.annule_id
        groupes = {}
        for evenement in evenements:
            # whether a joined file was open decided of that one only; its facts count here
            ailleurs = evenement.provenance_id and evenement.type in COURS
            if evenement not in annules and evenement.type != "annulation" and not ailleurs:
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
        stockes = {}
        for delai in dossiers.delai_ids.filtered(lambda delai: delai.state != "sans_objet"):
            stockes.setdefault(delai.dossier_id.id, set()).add(delai._compare(jour))
        faux = self.browse()
        for dossier in dossiers:
            decompte = dossier._decompter(evenements.get(dossier.id, []), jour)
            attendus = {
                (t.type, t.rang, t.depart, t.delai.depart, t.delai.echeance)
                + (*_etat(t, dossier.phase, jour), " ".join(t.doutes) or False)
                for t in decompte.termes
            }
            valeurs = self._valeurs_decompte(decompte)
            prochaine = all(dossier[nom] == valeurs[nom] for nom in ("echeance_type", "date_echeance"))
            if stockes.get(dossier.id, set()) != attendus or not prochaine:
                faux |= dossier
        return faux.sudo(self.env.su)

    def _delais_suivis(self):
        """Return ``{file: its own terms}`` of these files (superuser), in one query."""
        delais = self.env["parcours.delai"]
        noms = ("dossier_id", *COLONNES_DELAI)
        return delais.search_fetch([("dossier_id", "in", self.ids), ("objet", "=", 0)], noms).grouped("dossier_id")

    # ---- steps ------------------------------------------------------------------------------------------------------

    def _situations(self, roles):
        """Return ``{file: droit.conditions.Situation}``, in a few queries for all."""
        # sudo: what stands in the way of a step follows from the whole file, whoever asks; sentences come out, and only
        # for those who may write the file
        dossiers = self.sudo()
        faits, jour = dossiers._faits(), aujourdhui()
        tables = self.env["parcours.evenement"]._tables()
        regimes = {identifiant: tables.regimes[code] for code, identifiant in tables.types.items()}
        suivis = dossiers._delais_suivis()
        demandes, contestes = (
            dossiers.filtered_domain(self._doutes[mot]) for mot in ("exemption_a_decider", "contestation_ouverte")
        )
        refuses = [i for i in dossiers.ids if any(e.type == CONSTAT_REFUS for e in faits.get(i, ()))]
        constats = {i: derniere(faits[i], CONSTAT_REFUS).rang for i in refuses}
        sans_amende = dossiers._sans_amende(constats) if constats else {}
        situations = {}
        for dossier, complet in zip(self, dossiers, strict=True):
            evenements = faits.get(dossier.id, [])
            clos = any(e.type == "cloture" for e in evenements)
            situations[dossier] = Situation(
                phase=complet.phase,
                volontaire=complet.volontaire,
                evenements=tuple(evenements),
                termes=complet._decompter(evenements, jour).termes,
                suivis=tuple((delai._suivi(), regimes[delai.type_id.id]) for delai in suivis.get(complet, ())),
                organisateur=complet.organisateur_id.name or "",
                resultat=complet.resultat or "",
                issue_a_appliquer=complet.issue_a_appliquer,
                exemption_a_decider=complet in demandes,
                contestation_ouverte=complet in contestes,
                cloture_a_verifier=complet.cloture_a_verifier,
                commune_a_acquitter=complet.commune_a_acquitter,
                oblige=complet.resultat == "oblige",
                # only the cancelling of a closure asks for it
                motif_registre=complet._motif_registre(jour) if clos else None,
                commune=complet.company_id.name,
                roles=roles[dossier],
                reference=min(filter(None, (complet.date_reference, complet.date_reference_min)), default=None),
                naissance=complet.naissance_min or None,
                sans_amende=sans_amende.get(dossier.id),
            )
        return situations

    def _attendue(self, situation, offertes, jour):
        mot = attendue(situation, jour, offertes)
        return self._geste_du_fait(situation) if mot == FAIT else mot or False

    def _geste_du_fait(self, situation):
        """Return by what the fact or the document that the examination lacks is found: a request that brings the
        document, for the commune; another reading of the register; or a false value."""
        if "commune" in situation.roles and self.exemption_possible:
            attendues = self._regles_a_demander() & self._regles_decisives()
            if any(self._faits_confirment(regle) for regle in attendues):
                return "demander"
        return "relire" if self.personne_lisible else False

    def _situations_au_jour(self, situations, jour):
        """Return those situations with what the register says of a day, and whether a similar pathway was followed; in
        a few queries for all."""
        # sudo: the facts of the register follow from its entries, whoever asks; a sentence comes out
        dossiers = self.sudo()
        lus = dossiers._volontariats(jour)
        accordees = dossiers.env["parcours.exemption"].search(
            [("dossier_id", "in", dossiers.ids), ("code", "=", "6"), ("state", "=", "accordee")]
        )
        similaires = set(accordees.dossier_id.ids)
        return {
            dossier: situation._replace(volontariat=lus[dossier.id], parcours_similaire=dossier.id in similaires)
            for dossier, situation in situations.items()
        }

    def _verifier_sans_doute(self):
        """Refuse a step towards a sanction while somebody's answer could make it unjust.

        :raise UserError: in the user's words
        """
        pendants = ("issue_en_attente", "exemption_en_attente", "contestation_en_attente", "jamais_informe")
        self._verifier_conditions(pendants, aujourdhui())

    def _verifier_conditions(self, noms, jour):
        """Refuse what is no step of the table on conditions of the table, as of a day.

        :param noms: names of conditions (droit/conditions.py)
        :raise UserError: in the user's words
        """
        evenement = self.env["parcours.evenement"]
        for situation in self._situations(self._roles()).values():
            if refuse := premier_refus(noms, situation, Saisie(jour, jour), evenement._tables().conditions):
                raise UserError(evenement._phrase_refus(*refuse))

    # ---- the course of the file, from its events --------------------------------------------------------------------

    def _reprendre_cours(self):
        """Give these files the phase, the closure and the opening that their events give, without the cancelled ones.

        A file opened before openings were events began as a file, on the day it has.
        """
        faits = self._faits()
        # sudo comes from the caller, the engine
        notees = self.env["parcours.evenement"].search(
            [("dossier_id", "in", self.ids), ("type", "=", "ouverture"), ("provenance_id", "=", False)]
        )
        for dossier in self:
            notee = dossier in notees.dossier_id
            depart = "dossier" if dossier.date_ouverture and not notee else "predossier"
            lu = cours(faits.get(dossier.id, ()), depart)
            dossier.write(
                {
                    "phase": lu.phase,
                    "motif_cloture": lu.motif or False,
                    "date_cloture": lu.date_cloture or False,
                    "date_ouverture": lu.ouverture or (not notee and dossier.date_ouverture),
                }
            )

    def _reprendre_acquittement(self):
        """Say again whether the commune has a move to acknowledge, and call it: the file moved, or a move was taken
        back, since the opening and the last acknowledgement.
        A move of before moves were events is known by nothing else than the acknowledgement that is cancelled."""
        vus = ("demenagement", "ouverture", ACQUITTEMENT_COMMUNE)
        lus = Domain("type", "in", vus) & Domain("annulation_ids", "=", False)
        lus |= Domain("annule_id.type", "=", "demenagement")
        # sudo comes from the caller, the engine
        evenements = self.env["parcours.evenement"].search(Domain("dossier_id", "in", self.ids) & lus, order="id")
        derniers = {evenement.dossier_id: evenement.type for evenement in evenements}
        for dossier in self:
            bouge = derniers.get(dossier) in ("demenagement", "annulation")
            dossier.commune_a_acquitter = bouge and bool(dossier.date_ouverture)
        self._appeler_commune()

    def _suivi(self):
        """Whether the pathway is followed: a closed file of such a person opens again as a file, else as a pre-file."""
        self.ensure_one()
        return self.resultat == "oblige" or self.volontaire

    def _valeurs_ouverture(self, causes=None):
        """Return the values of the events that turn these pre-files into files. One that was a file before goes on
        where it was, from the day of the fact: the days on which it was a pre-file do not run.

        :param causes: ``{file: the event that opens it}``
        """
        jour = aujourdhui()
        return [
            {
                "dossier_id": dossier.id,
                "type": "reouverture" if dossier.date_ouverture else "ouverture",
                "date_effective": dossier._jour_de_reouverture() if dossier.date_ouverture and not causes else jour,
                "phase": "dossier",
                "cause_id": causes[dossier].id if causes else False,
            }
            for dossier in self
        ]

    def _noter_affectation(self):
        """Record who has these files now."""
        jour = aujourdhui()
        # sudo: the assignment was just written by the user, who may not create events; user_id stays the user's
        self.env["parcours.evenement"].sudo().create(
            [
                {"dossier_id": d.id, "type": "affectation", "date_effective": jour, "agent_id": d.user_id.id}
                for d in self
            ]
        )

    # ---- doors of the floor above -----------------------------------------------------------------------------------

    def _apres_constat_refus(self, evenements):
        """Door of the floor above: refusals were just found, and the files go to the designated official (art. 14 §4).

        :param evenements: the events that found them
        """

    def _sans_amende(self, constats):
        """Door of the floor above: return ``{file id: the day on which no fine was notified for that finding}``, of
        those for which it was: the commune may summon again (loi.md §7).

        :param dict constats: file id -> id of the event of its last finding of refusal
        """
        return {}

    def _dire_le_changement(self):
        """Door of the floor above: something that whoever handles a finding of refusal must know has just happened in
        these files (the column `dite` of the table of steps)."""


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
        (("contestation", evenement.contestation_id.id),) if evenement.contestation_id else (),
        canal=evenement.canal or None,
        depot_prouve=bool(evenement.preuve_envoi),
        issue=evenement.reception or evenement.retour or None,
        cause=evenement.cause_id.id or None,
        langue=evenement.langue or None,
    )
