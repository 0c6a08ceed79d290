# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A way to do each step of the table: what comes before it, its day, its values; and a photo of a file."""

from datetime import date
from typing import NamedTuple

from freezegun import freeze_time

from ...droit.etapes import ETAPES
from ..common import ParcoursCase

AUJOURDHUI = date(2026, 11, 24)
REMISE = ("attestation_remise", date(2024, 3, 15))
POSTEE = (*REMISE, {"canal": "ordinaire"})
INSCRIT = ("inscription_organisateur", date(2024, 6, 3))
SOMME = ("sommation_envoyee", date(2025, 1, 6))
RECU = ("sommation_recue", date(2025, 1, 10))
REFUS = ("constat_refus", date(2025, 3, 11))


class Cas(NamedTuple):
    """A step: what comes before it, its day, its values, and what is said the second time. `par`: the method that does
    it, when it is not the window."""

    avant: tuple = ()
    jour: date = AUJOURDHUI
    dit: str = ""
    valeurs: dict = {}
    par: str = ""


#: What the engine or the register records is not asked for twice: nobody asks for it.
DU_MOTEUR = {"ouverture", "demenagement", "affectation", "jonction", "transfert_vivalis"}
CAS = {
    "acquittement_commune": Cas(dit="No move awaits", avant=("demenager",)),
    "attestation_remise": Cas((), REMISE[1], "already handed over"),
    "inscription_organisateur": Cas((REMISE,), INSCRIT[1], "Already registered", {"organisateur_id": "bapa"}),
    "changement_organisateur": Cas((INSCRIT,), date(2024, 9, 2), "This is no change", {"organisateur_id": "bon"}),
    "attestation_organisateur": Cas((INSCRIT,), date(2024, 10, 1), "already recorded"),
    "attestation_fin": Cas((INSCRIT,), date(2025, 10, 1), "not open"),
    "sommation_envoyee": Cas((REMISE,), SOMME[1], "No term has ended"),
    "attestation_recue": Cas((POSTEE,), date(2024, 3, 25), "awaited on that date", {"reception": "prouve"}),
    "attestation_retournee": Cas((POSTEE,), date(2024, 3, 25), "awaited on that date", {"retour": "inconnu"}),
    "sommation_recue": Cas((REMISE, SOMME), RECU[1], "awaited on that date"),
    "sommation_retournee": Cas((REMISE, SOMME), RECU[1], "awaited on that date", {"retour": "inconnu"}),
    "constat_refus": Cas((REMISE, SOMME, RECU), REFUS[1], "already found"),
    "suspension_accordee": Cas((REMISE,), dit="already covers these days", par="suspendre"),
    "suspension_prolongee": Cas((REMISE, "suspendre"), dit="comes before the first one", par="prolonger"),
    "suspension_fin_anticipee": Cas((REMISE, "suspendre"), dit="already: enter an earlier day", par="terminer"),
    "suspension_annulee": Cas((REMISE, "suspendre"), dit="cancelled already", par="annuler_suspension"),
    "revue_delai": Cas((REMISE, "attendre_une_revue"), dit="nothing to review", par="revoir"),
    "volontaire": Cas(("exempter",), AUJOURDHUI, "already open"),
    "cloture": Cas((), AUJOURDHUI, "already closed", {"motif_cloture": "erreur"}),
    "reouverture": Cas((("cloture", AUJOURDHUI),), AUJOURDHUI, "not closed"),
    "contestation_demandee": Cas(dit="already exists", par="contester"),
    "contestation_accusee": Cas(("contester",), dit="already. Nothing was saved", par="accuser"),
    "contestation_acceptee": Cas(("contester",), dit="not open to that any more", par="accepter"),
    "contestation_refusee": Cas(("contester",), dit="not open to that any more", par="refuser"),
    "contestation_retiree": Cas(("contester",), dit="not open to that any more", par="retirer"),
    "annulation": Cas((REMISE,), dit="already cancelled", par="annuler"),
}


def photo(dossier):
    """What a file is: phase, stage, terms, enrolments."""
    dossier = dossier.sudo()
    dossier.invalidate_recordset()
    delais = dossier.delai_ids.filtered(lambda d: d.state != "sans_objet")
    return {
        "file": [dossier[nom] for nom in ("phase", "motif_cloture", "date_cloture", "date_ouverture", "volontaire")],
        "stage": (dossier.stage_id.code, dossier.date_echeance, dossier.motif_sans_echeance),
        "to acknowledge": dossier.commune_a_acquitter,
        "terms": sorted(
            (d.type_id.code, d.date_depart, d.date_echeance, d.state, d.date_etat, d.date_suite) for d in delais
        ),
        "enrolments": sorted(
            (i.date_debut, i.organisateur_id.id, i.date_fin, i.motif_fin) for i in dossier.inscription_ids
        ),
    }


class PasCase(ParcoursCase):
    """`self.vu`: the file, as the head of its commune sees it."""

    def setUp(self):
        super().setUp()
        self.agent = self.utilisateur("agent", self.schaerbeek)
        self.chef = self.utilisateur("chef", self.schaerbeek)

    def ouvrir(self, *avant):
        """Open a file and do what comes before a step."""
        with freeze_time("2024-03-11"):
            self.vu = self.ouvert().with_user(self.chef)
        for pas in avant:
            self.faire(pas)

    def pas(self, code):
        cas = CAS[code]
        return cas.par or (code, cas.jour, cas.valeurs)

    def entrees(self, code):
        return self.vu.evenement_ids.filtered(lambda e: e.type == code)

    def faire(self, pas):
        if isinstance(pas, str):
            return getattr(self, pas)()
        self.revoir_avant()
        code, jour, *valeurs = pas
        lues = dict(*valeurs)
        for nom in ETAPES[code].demande:
            lues.setdefault(nom, {"motif_cloture": "erreur", "organisateur_id": "bapa"}.get(nom))
        if organisateur := lues.get("organisateur_id"):
            lues["organisateur_id"] = getattr(self, organisateur).id
        return self.vu._enregistrer(code, jour, **lues)

    # ---- what is done otherwise than through the window ---------------------------------------------------------

    def revoir_avant(self):
        """All is entered today: what is past was learnt late, and somebody looks at it before the next step."""
        for delai in self.vu.delai_ids.filtered("revue"):
            delai._marquer_revue("seen")

    def inscrire(self):
        self.faire(("inscription_organisateur", REFUS[1]))

    def clore(self):
        self.faire(("cloture", AUJOURDHUI))

    def demenager(self):
        dossier = self.vu.sudo()
        communes = {"depuis_company_id": self.ixelles.id, "vers_company_id": self.schaerbeek.id}
        dossier._noter("demenagement", date(2025, 1, 6), **communes)
        dossier.commune_a_acquitter = True

    def exempter(self):
        self.vu = self.candidat().with_user(self.chef)

    def suspendre(self):
        motif = self.r2.motif_suspension_ids.filtered(lambda m: m.code == "horaires")
        self.suspension = self.vu._suspendre(motif, date(2024, 5, 1), date(2024, 6, 30), pieces=[("a.pdf", "eA==")])

    def prolonger(self):
        self.vu._prolonger_suspension(self.suspension, date(2024, 8, 31), pieces=[("b.pdf", "eA==")])

    def terminer(self):
        self.vu._terminer_suspension(self.suspension, date(2024, 5, 31))

    def annuler_suspension(self):
        self.vu._annuler_suspension(self.suspension, "by mistake")

    def attendre_une_revue(self):
        self.vu.sudo().delai_ids._executer(AUJOURDHUI)

    def revoir(self):
        self.vu.delai_ids._marquer_revue("seen")

    def contester(self):
        self.contestee = self.contestation(self.vu, auteur=self.chef, date_demande="2024-04-02")

    def accuser(self):
        self.contestee.with_user(self.chef)._accuser(AUJOURDHUI, "fr_BE")

    def accepter(self):
        self.contestee.with_user(self.chef)._accepter(AUJOURDHUI, "She is right.")

    def refuser(self):
        self.contestee.with_user(self.chef)._refuser(AUJOURDHUI, "She is obliged.")

    def retirer(self):
        self.contestee.with_user(self.chef)._retirer(AUJOURDHUI, "At the counter.")

    def annuler(self):
        self.entrees("attestation_remise")._annuler("entered by mistake")
