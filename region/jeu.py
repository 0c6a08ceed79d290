# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Plays the situations: a queue of lives by the day of their next step, under a clock that is moved from one day on
which something happens to the next. What a day brings is committed together."""

from __future__ import annotations

import heapq
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as heure
from random import Random
from zoneinfo import ZoneInfo

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from simulateur.dates import DEBUT_OBLIGATION, JOUR_INITIAL

from . import nuits
from .distribution import emplois, numeros, tirer
from .gestes import DU_FONCTIONNAIRE, GESTES, Impossible
from .pas import Situation

BRUXELLES = ZoneInfo("Europe/Brussels")
#: Days from one collection to the next.
RYTHME = 21
NUIT, MATIN, BUREAU = heure(1, 45), heure(6, 30), heure(9, 0)


@dataclass(order=True)
class Vie:
    """One life: when its next step is due, its rank, the file, the situation and how far it is. `distribuee`: it was
    cast, and whatever it cannot do is a fault."""

    jour: date
    rang: int
    niss: str = field(compare=False)
    dossier: int = field(compare=False)
    situation: Situation = field(compare=False)
    commune: str = field(compare=False, default="")
    distribuee: bool = field(compare=False, default=False)
    fait: int = field(compare=False, default=0)

    @property
    def pas(self):
        return self.situation.pas[self.fait] if self.fait < len(self.situation.pas) else None


class Poste:
    """The desk of somebody: their environment, today, and whether they print letters; of an organiser, its teacher and
    the files of who was cast, who are on no sheet but their own."""

    enseignant, distribues = None, frozenset()

    def __init__(self, env, utilisateur, jour, lettres=False, contexte=None):
        contexte = contexte or self.contexte(utilisateur)
        self.env, self.jour, self.lettres = env(user=utilisateur.id, context=contexte), jour, lettres

    @staticmethod
    def contexte(utilisateur):
        """Return what a session keeps of its user."""
        return {
            "lang": utilisateur.lang,
            "tz": utilisateur.tz,
            "allowed_company_ids": utilisateur.company_ids.ids,
        }

    def choisir(self, valeurs, dossier):
        """Return one of some values, the same for the same file."""
        return Random(f"{dossier.reference}:{self.jour}").choice(valeurs)


class Jeu:
    """One play, over the people of a simulated register (registre.Registre) that was cast for it (distribution)."""

    def __init__(self, env, registre, fin=JOUR_INITIAL):
        self.env, self.registre, self.graine, self.fin = env, registre, registre.graine, fin
        distribution = emplois(registre.personnes, fin)
        self.distribution = dict(zip(numeros(self.graine, distribution, fin), distribution, strict=True))
        self.vies, self.connus, self.compte, self.refus = [], set(), Counter(), []
        self.distribues = set()
        self.jour = DEBUT_OBLIGATION
        self.nuits = nuits.Nuits(env)
        self.utilisateurs()

    def utilisateurs(self):
        """Find who works where: the demonstration's users, by commune."""
        users = self.env["res.users"].search([], order="login")
        self.agents, self.chefs, self.organisateurs, self.enseignants = {}, {}, {}, {}
        # nobody moves to another commune during the play: what each commit makes Odoo forget is not read again
        self.contextes = {user: Poste.contexte(user) for user in users}
        self.communes = {commune.id: commune.nis_code for commune in self.env["res.company"].search([])}
        for user in users.filtered(lambda u: u.company_id.nis_code):
            postes = self.chefs if user.has_group("parcours_accueil.group_chef") else self.agents
            postes.setdefault(user.company_id.nis_code, []).append(user)
        for user in users.filtered("organisateur_id"):
            enseigne = user.has_group("parcours_accueil.group_enseignant")
            (self.enseignants if enseigne else self.organisateurs)[user.organisateur_id.code] = user
        # the administrator may do everything, and does nothing here
        self.fonctionnaires = [
            user
            for user in users
            if user.has_group("sanctions_admin.group_fonctionnaire") and not user.has_group("base.group_system")
        ]
        self.gestionnaires = [
            user
            for user in users
            if user.has_group("parcours_accueil.group_gestionnaire") and not user.has_group("base.group_system")
        ]

    # ---- the days ---------------------------------------------------------------------------------------------------

    def jouer(self):
        """Play everything up to the last day; return the counts of what was done."""
        debut = time.perf_counter()
        with freeze_time(self.moment(self.jour, NUIT)) as self.horloge:
            collecte, nuit, jobs = self.jour, None, ()
            while True:
                self.jour = min(j for j in (collecte, nuit, self.vies[0].jour if self.vies else None) if j)
                if self.jour > self.fin:
                    break
                if nuit == self.jour or collecte == self.jour:
                    self.passer_la_nuit(nuits.NUIT if collecte == self.jour else jobs)
                if collecte == self.jour:
                    self.collecter()
                    # the last day ends with a collection
                    suivante = self.jour + timedelta(days=RYTHME)
                    collecte = min(suivante, self.fin) if self.jour < self.fin else suivante
                self.travailler()
                nuit, jobs = self.nuits.prochaine(self.jour)
                self.env.cr.commit()
        self.compte["secondes"] = time.perf_counter() - debut
        return self.compte

    @staticmethod
    def moment(jour, quand):
        return datetime.combine(jour, quand, BRUXELLES).astimezone(UTC).replace(tzinfo=None)

    def passer_la_nuit(self, jobs):
        self.horloge.move_to(self.moment(self.jour, NUIT))
        for xmlid in jobs:
            self.nuits.lancer(xmlid)
        self.compte["nuits"] += 1

    def collecter(self):
        """Let the register come to this day, collect, have new files handed out, and begin the lives of who is new."""
        self.horloge.move_to(self.moment(self.jour, MATIN))
        self.amener_le_registre()
        self.nuits.lancer(nuits.COLLECTE)
        self.compte["collectes"] += 1
        self.commencer()
        self.repartir()

    def amener_le_registre(self):
        if (jours := (self.jour - self.registre.jour).days) > 0:
            self.registre.avancer(jours)

    def commencer(self):
        """Begin the lives of who has just got a file, or an open one."""
        Dossier = self.env["parcours.dossier"]
        restent = [niss for niss in self.distribution if niss not in self.connus]
        nouveaux = Dossier.search([("niss", "in", restent)]) if restent else Dossier
        ouverts = Dossier.search([("phase", "=", "dossier"), ("niss", "not in", list(self.connus))], order="niss")
        for dossier in (nouveaux | ouverts).sorted("niss"):
            self.connus.add(dossier.niss)
            if self.vit_deja(dossier):
                continue
            rang = len(self.connus)
            if emploi := self.distribution.get(dossier.niss):
                self.distribues.add(dossier.id)
                jour = max(self.fin - timedelta(days=emploi.situation.avant), self.jour + timedelta(days=1))
                vie = Vie(self.guichet(jour), rang, dossier.niss, dossier.id, emploi.situation, emploi.commune, True)
            else:
                jour = self.jour + timedelta(days=Random(f"{self.graine}:{dossier.niss}").randint(5, 24))
                vie = Vie(self.guichet(jour), rang, dossier.niss, dossier.id, tirer(self.graine, dossier.niss))
            if vie.pas:
                heapq.heappush(self.vies, vie)
            self.compte["vies"] += 1

    def vit_deja(self, dossier):
        """Whether that person lives under another number: it was replaced, or they were registered twice by mistake."""
        siens = set((dossier.numeros_anciens or "").split(", ")) | set(dossier.doublon_ids.mapped("niss"))
        return bool(siens & self.connus)

    def repartir(self):
        """Have the head of each commune hand out the open files that nobody has, more to some than to others."""
        self.horloge.move_to(self.moment(self.jour, BUREAU))
        libres = self.env["parcours.dossier"].search([("phase", "=", "dossier"), ("user_id", "=", False)], order="niss")
        for commune, dossiers in libres.grouped("company_id").items():
            agents = self.agents.get(commune.nis_code)
            if not agents:
                continue
            parts = {}
            for dossier in dossiers:
                # the first agents of a service carry more
                rang = min(Random(f"{self.graine}:{dossier.niss}:agent").randrange(len(agents)) for _i in range(2))
                parts.setdefault(agents[rang], []).append(dossier.id)
            poste = Poste(self.env, self.chefs[commune.nis_code][0], self.jour)
            for agent, ids in parts.items():
                poste.env["parcours.dossier"].browse(ids).write({"user_id": agent.id})
                self.compte["affectations"] += len(ids)

    def travailler(self):
        """Do the steps of this day, some minutes apart."""
        rang = 0
        while self.vies and self.vies[0].jour <= self.jour:
            vie = heapq.heappop(self.vies)
            rang += 1
            self.horloge.move_to(
                self.moment(self.jour, BUREAU) + timedelta(minutes=min(7 * rang, 420), seconds=rang % 60)
            )
            try:
                with self.env.cr.savepoint():
                    self.faire(vie)
                    self.env.flush_all()
            except (Impossible, UserError, AccessError) as erreur:
                self.env.invalidate_all(flush=False)
                self.compte["refus"] += 1
                if vie.distribuee:
                    self.refus.append((vie.situation.nom, vie.commune, vie.pas.geste, str(erreur)))
                continue
            vie.fait += 1
            self.planifier(vie)

    def faire(self, vie):
        """Do the next step of a life, at the desk of who does it."""
        pas = vie.pas
        if pas.par == "registre":
            self.amener_le_registre()
            commune = vie.commune if pas.geste == "demenagement" and vie.distribuee else None
            if not self.registre.evenement(pas.geste, vie.niss, commune):
                raise Impossible(f"no event {pas.geste}")
            self.compte["registre"] += 1
            return
        dossier = self.env["parcours.dossier"].browse(vie.dossier)
        qui, lettres = self.qui(pas, dossier), vie.distribuee and vie.commune == "21015"
        poste = Poste(self.env, qui, self.jour, lettres, self.contextes[qui])
        if pas.par == "organisateur":
            poste.enseignant = self.enseignants.get(dossier.organisateur_id.code)
            poste.distribues = self.distribues
        GESTES[pas.geste](poste, poste.env["parcours.dossier"].browse(vie.dossier), pas)
        self.compte["gestes"] += 1

    def qui(self, pas, dossier):
        """Return who does a step: the agent of the file, unless its row says otherwise."""
        if pas.geste in DU_FONCTIONNAIRE:
            return self.fonctionnaires[dossier.id % len(self.fonctionnaires)]
        if pas.par == "organisateur":
            # that of the person then, unless the step says which
            code = pas.valeurs.get("organisateur") or dossier.organisateur_id.code
            if code not in self.organisateurs:
                raise Impossible("with no organiser")
            return self.organisateurs[code]
        if pas.par == "gestionnaire":
            return self.gestionnaires[0]
        commune = self.communes[dossier.company_id.id]
        if pas.par == "chef":
            return self.chefs[commune][0]
        agents = self.agents[commune]
        return dossier.user_id if dossier.user_id in agents else agents[0]

    def planifier(self, vie):
        """Put a life back in the queue on the day of its next step, when there is one."""
        pas = vie.pas
        if not pas:
            return
        if pas.echu is None:
            vie.jour = self.guichet(self.jour + timedelta(days=pas.apres))
        else:
            echeance = self.env["parcours.dossier"].browse(vie.dossier).date_echeance
            if not echeance:
                if vie.distribuee:
                    self.refus.append((vie.situation.nom, vie.commune, pas.geste, "no legal date"))
                return
            vie.jour = self.guichet(max(echeance, self.jour) + timedelta(days=pas.echu))
        if vie.jour > self.fin and vie.distribuee:
            self.refus.append((vie.situation.nom, vie.commune, pas.geste, f"too late: {vie.jour}"))
        heapq.heappush(self.vies, vie)

    @staticmethod
    def guichet(jour):
        """Return that day, or the next one on which the counters are open: Tuesdays and Thursdays."""
        return jour + timedelta(days=(1, 0, 1, 0, 4, 3, 2)[jour.weekday()])
