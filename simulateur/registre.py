# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The register itself, without SOAP: people, files from outside, notifications, subscriptions, faults, current day."""

import threading
from collections import OrderedDict
from datetime import date, timedelta

from . import evenements, guichet, numero, redaction
from .dates import JOUR_INITIAL
from .dossiers import Dossiers
from .etat import Etat
from .evenements import Annonce
from .pannes import Pannes
from .passe import Passe
from .population import Population, Role

#: Files kept written, in bytes of memory a few megabytes.
_MEMOIRE = 512
#: Numbers no register ever gave, for the fault `numero_malforme`.
_MALFORMES = ("9901", "ABCDEFGHIJK", "99619900100", "00000000000")
TROUVE, INCONNU, SANS_RESULTAT = "DATA_FOUND", "NO_DATA_FOUND", "NO_RESULT"
DESCRIPTIONS = {
    "MSG00000": "Treatment successful",
    "MSG00002": "Supplier unreachable",
    "MSG00003": "Internal error",
    "MSG00008": "Invalid number",
    "MSG00012": "Not integrated: no subscription",
    "MSG00013": "Unknown person",
    "MSG00020": "Number replaced by another",
    "MSG00021": "Number cancelled",
    "MSG00022": "Too many simultaneous requests",
    "MSG00023": "No legal context",
    "MSG00024": "Refused",
    "RTIPC001": "File not accessible",
}


class Registre:
    """What the three services share. Reading never waits for a lock held by anything slow."""

    def __init__(
        self,
        personnes=2000,
        graine=1,
        jour=None,
        depuis=None,
        dossiers=None,
        etat=None,
        profils=None,
        distribution=None,
        exiger_abonnement=False,
        tout_annoncer=False,
        inconnus=0,
    ):
        """Make or take up again a register.

        :param jour: the day the population is drawn for.
        :param depuis: the day the register begins on, before that one: the years between them pass first, and what
            was drawn for them happens then, day by day. The same day when not given.
        :param distribution: who the first people are (`population.Role`).
        :param tout_annoncer: mutations of people nobody follows are announced too.
        :param inconnus: how many more people it knows without announcing them (`guichet`).
        :raise ValueError: the kept state is of another seed, or the folder of files does not exist.
        """
        self.exiger_abonnement, self.tout_annoncer = exiger_abonnement, tout_annoncer
        self._verrou = threading.RLock()
        self._ecrits = OrderedDict()
        self.dossiers = Dossiers(dossiers)
        self.etat = Etat(etat)
        gardee = self.etat.meta("graine")
        if gardee is not None and gardee != str(graine):
            self.etat.fermer()
            raise ValueError(
                f"The state kept in {etat} belongs to seed {gardee}, not {graine}: use that seed or another folder."
            )
        self.population = Population(graine)
        self.pannes_en_cours = Pannes(graine)
        self.jour_initial = jour or JOUR_INITIAL
        self.jour = depuis or self.jour_initial
        self._distribution = tuple(distribution or ())
        self._passe = None
        with self.etat.transaction():
            self._reprendre(inconnus)
            self._demarrer(graine, personnes, profils, depuis)
            self.relire_dossiers()

    def _reprendre(self, inconnus):
        """Replay what was done before the restart; its notifications are already in the journal."""
        if debut := self.etat.meta("jour_initial"):
            self.jour_initial = date.fromisoformat(debut)
            self.jour = date.fromisoformat(self.etat.meta("depuis") or debut)
        # before the others, whose numbers then never depend on the days that passed
        inconnus = max(inconnus, int(self.etat.meta("inconnus") or 0))
        guichet.peupler(self.population, self.jour_initial, inconnus)
        self.etat.noter("inconnus", inconnus)
        for nature, valeur in self.etat.operations():
            if nature == "peupler":
                roles = [Role(p, c, date.fromisoformat(i), age) for p, c, i, age in valeur.get("distribution", ())]
                self.population.peupler(valeur["nombre"], self.jour_initial, valeur["profils"], roles)
            elif nature == "avancer":
                self.jour = date.fromisoformat(valeur["jour"])
                if self.jour > self.jour_initial:
                    evenements.passer_un_jour(self.population, self.jour)
            else:
                fiche = self.population.par_niss[valeur["niss"]]
                evenements.survenir(
                    *(self.population, fiche, valeur["genre"], date.fromisoformat(valeur["jour"]), valeur["rang"]),
                    tuple(valeur.get("donnee", ())),
                )

    def _demarrer(self, graine, personnes, profils, depuis):
        """First start, or a larger population asked: make and announce the people who are not there yet."""
        if self.etat.meta("graine") is None:
            self.etat.noter("graine", graine)
            self.etat.noter("jour_initial", self.jour_initial.isoformat())
            if depuis:
                self.etat.noter("depuis", depuis.isoformat())
        if personnes > self.population.base:
            profils = list(profils) if profils else None
            nouvelles = self.population.peupler(personnes, self.jour_initial, profils, self._distribution)
            roles = [[p, c, i.isoformat(), age] for p, c, i, age in self._distribution]
            self.etat.ajouter_operation("peupler", nombre=personnes, profils=profils, distribution=roles)
            # who registers later is announced on that day
            la = [fiche for fiche in nouvelles if fiche.inscription <= self.jour]
            self.etat.annoncer([evenements.nouvelle_inscription(fiche) for fiche in la], self.jour)

    def relire_dossiers(self):
        """Announce the files of --dossiers that are new; return how many.

        A changed one is announced again: as a mutation when somebody follows it. They are of the day the population is
        drawn for: in the years before, nobody hears of them.
        """
        if self.jour < self.jour_initial:
            return 0
        with self._verrou, self.etat.transaction():
            connus, annonces = self.etat.empreintes(), []
            for nom, empreinte in self.dossiers.relire().items():
                if connus.get(nom) == empreinte:
                    continue
                commune, effet = self.dossiers.annonce(nom, self.jour)
                suivi = nom in connus and self.etat.est_suivi(nom, self.jour)
                annonces.append(
                    Annonce("MUTATION" if suivi else "NEWCOMER", nom, "", (), commune, self.jour if suivi else effet)
                )
                self.etat.retenir_dossier(nom, empreinte)
            self.etat.annoncer(annonces, self.jour)
            return len(annonces)

    def fermer(self):
        """Close the kept state."""
        self.etat.fermer()

    # Consultation

    def consulter(self, niss, historique):
        """Return (status value, code, [(field, value)], file as bytes or None) of a number."""
        if niss in self.dossiers:
            reponse = TROUVE, "MSG00000", [], None
        elif not numero.valide(niss):
            return SANS_RESULTAT, "MSG00008", [], None
        else:
            fiche = self.population.par_niss.get(niss)
            if fiche is None:
                return INCONNU, "MSG00000", [], None
            if fiche.annule:
                return SANS_RESULTAT, "MSG00021", [("ssin", niss)], None
            if fiche.niss != niss:
                return SANS_RESULTAT, "MSG00020", [("replacedSsin", niss), ("newSsin", fiche.niss)], None
            reponse = TROUVE, "MSG00000", [], None
        if self.exiger_abonnement and not self.etat.est_suivi(niss, self.jour):
            return SANS_RESULTAT, "MSG00012", [], None
        return (*reponse[:3], self.fichier(niss, historique))

    def fichier(self, niss, historique=True):
        """Return the bytes of `rrn_it_implicit` of a current number. KeyError: nobody has it."""
        if niss in self.dossiers:
            return self.dossiers.contenu(niss)
        fiche = self.population.par_niss[niss]
        passe = self.jour if self.jour < self.jour_initial else None
        clef = niss, historique, len(fiche.evenements), passe
        ecrit = self._ecrits.get(clef)
        if ecrit is None:
            vie = evenements.vie_actuelle(fiche)
            if passe:
                vie.couper(passe)
            ecrit = redaction.rediger(fiche, vie, historique)
            with self._verrou:
                self._ecrits[clef] = ecrit
                while len(self._ecrits) > _MEMOIRE:
                    self._ecrits.popitem(last=False)
        return ecrit

    def connait(self, niss):
        """Say whether the number is of a person of this register, current or former."""
        return niss in self.dossiers or niss in self.population.par_niss

    def annoncer(self, niss):
        """Announce at last, as a newcomer, somebody announced to nobody (`guichet`); return how many: one.

        KeyError: nobody has that number.
        """
        with self._verrou, self.etat.transaction():
            self.etat.annoncer([evenements.nouvelle_inscription(self.population.par_niss[niss])], self.jour)
            return 1

    # Days and events

    def avancer(self, jours):
        """Let days pass; return how many notifications they added."""
        avant = self.etat.derniere_sequence()
        passes = max(0, min(jours, (self.jour_initial - self.jour).days))
        if passes:
            self._traverser_le_passe(passes)
        for _rang in range(jours - passes):
            with self._verrou, self.etat.transaction():
                self.jour += timedelta(days=1)
                self.etat.ajouter_operation("avancer", jour=self.jour.isoformat())
                self._publier(evenements.passer_un_jour(self.population, self.jour))
        return self.etat.derniere_sequence() - avant

    def _traverser_le_passe(self, jours):
        """Let days pass of the years before the one the population is drawn for: all of it is written already."""
        with self._verrou, self.etat.transaction():
            self._passe = self._passe or Passe(self.population)
            fin = self.jour + timedelta(days=jours)
            while self.jour < fin:
                self.jour += timedelta(days=1)
                if annonces := self._passe.annonces(self.jour):
                    self._publier(annonces)
            self.etat.ajouter_operation("avancer", jour=self.jour.isoformat())
            self.relire_dossiers()

    def evenement(self, genre, niss, commune=None):
        """Make one event happen today to one person (kinds: evenements.APPLIQUER); a move can be told where to.

        Return how many notifications it added. KeyError: unknown kind or number; ValueError: impossible for this
        person as things are.
        """
        donnee = (commune,) if commune else ()
        with self._verrou, self.etat.transaction():
            fiche = self.population.par_niss[niss]
            rang, avant = f"main{len(fiche.evenements)}", self.etat.derniere_sequence()
            annonces = evenements.survenir(self.population, fiche, genre, self.jour, rang, donnee)
            if annonces is None:
                raise ValueError(f"The event {genre} cannot happen to this person.")
            self.etat.ajouter_operation(
                "evenement", genre=genre, niss=niss, jour=self.jour.isoformat(), rang=rang, donnee=donnee
            )
            self._publier(annonces)
            return self.etat.derniere_sequence() - avant

    def _publier(self, annonces):
        """Write in the journal what concerns followed people and newcomers.

        A subscription follows its person to a new number.
        """
        suivis, publiees = self.etat.suivis(self.jour), []
        for annonce in annonces:
            suivi = self.tout_annoncer or annonce.niss in suivis or annonce.remplace in suivis
            if (
                annonce.categorie == "MUTATION"
                and not suivi
                and {("001", "ADDED"), ("210", "ADDED")} <= set(annonce.mutations)
            ):
                # Somebody nobody follows registers in a commune again: a newcomer to whoever reads the journal.
                annonce, suivi = annonce._replace(categorie="NEWCOMER", mutations=()), True
            if suivi or annonce.categorie == "NEWCOMER":
                publiees.append(annonce)
            if annonce.categorie == "REPLACED" and (abonnement := self.etat.abonnement(annonce.remplace)):
                self.etat.abonner(annonce.niss, *abonnement)
                self.etat.desabonner(annonce.remplace)
                suivis.add(annonce.niss)
        self.etat.annoncer(publiees, self.jour)

    # Faults

    def pannes(self, effacer=False, **regle):
        """Add a rule of faults (pannes.EFFETS, pannes.CIBLES); return the rules in force.

        `effacer`: all earlier ones are forgotten first.
        """
        malformes = int(regle.pop("numero_malforme", 0) or 0)
        if effacer:
            self.pannes_en_cours.effacer()
        self.pannes_en_cours.ajouter(**regle)
        if malformes:
            with self._verrou:
                annonces = [
                    Annonce("NEWCOMER", _MALFORMES[rang % len(_MALFORMES)], "", (), "21004", self.jour)
                    for rang in range(malformes)
                ]
                self.etat.annoncer(annonces, self.jour)
        return self.pannes_en_cours.liste()
