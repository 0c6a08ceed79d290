# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Faults on demand: for some people, at a rate, a number of times, for one service or all.

A rule is a dictionary of what goes wrong (the keys of `EFFETS`) and for whom (`CIBLES`). Rules add up; where two say
something about the same effect, the later one wins.
"""

import hashlib
import threading
from collections import Counter
from dataclasses import dataclass, field

from .formes import FORMES

#: Effect -> what its value may be.
EFFETS = {
    "latence_ms": "milliseconds waited before answering",
    "timeout": "true (60) or seconds: no answer at all during that time, then the connection is closed",
    "http_5xx": "true (503) or an HTTP status from 500 to 599",
    "html": "true: an HTML page with status 200",
    "coupure": "true: the connection is cut in the middle of the answer",
    "fault": "true (MSG00003) or a reason code: a SOAP fault",
    "statut": "a business status code, such as MSG00002",
    "xml_casse": "true: an answer that is not well-formed XML",
    "forme": "the name of a shape in which a real server sends its answers (formes.py)",
    "goutte": "seconds between two bytes of the body of the answer",
    "commune_inconnue": "true: the notification carries a commune that does not exist",
    "notification_perdue": "true: the notification is left out of its page; with fois, only so many times",
    "numero_malforme": "a number: so many notifications with a malformed number are added to the journal, at once",
}
CIBLES = {
    "personnes": "list of numbers concerned (all when absent)",
    "taux": "share of the calls concerned, 0 to 1, drawn from the seed",
    "fois": "only the first so many calls",
    "service": "consultation (default), notifications, abonnements or tous",
}
_SERVICES = ("consultation", "notifications", "abonnements", "tous")


@dataclass
class _Regle:
    effets: dict
    personnes: frozenset | None
    taux: float
    fois: int | None
    service: str
    appels: Counter = field(default_factory=Counter)
    perdues: int = 0


class Pannes:
    """The rules in force."""

    def __init__(self, graine):
        self._graine = graine
        self._verrou = threading.Lock()
        self._regles = []

    def effacer(self):
        """Forget every rule."""
        with self._verrou:
            self._regles.clear()

    def ajouter(self, personnes=None, taux=1.0, fois=None, service="consultation", **effets):
        """Add a rule. ValueError says which key or value is not understood."""
        inconnus = set(effets) - set(EFFETS)
        if inconnus:
            raise ValueError(
                f"Unknown fault: {', '.join(sorted(inconnus))}. There are: {', '.join((*EFFETS, *CIBLES))}."
            )
        if service not in _SERVICES:
            raise ValueError(f"Unknown service: {service}. There are: {', '.join(_SERVICES)}.")
        if not 0 <= float(taux) <= 1:
            raise ValueError("taux is a share between 0 and 1.")
        if effets.get("forme") not in (None, False, *FORMES):
            raise ValueError(f"Unknown shape. There are: {', '.join(sorted(FORMES))}.")
        effets = {nom: valeur for nom, valeur in effets.items() if valeur not in (None, False)}
        if effets.get("http_5xx") not in (None, True) and not 500 <= int(effets["http_5xx"]) <= 599:
            raise ValueError("http_5xx is a status between 500 and 599.")
        if effets:
            personnes = None if personnes is None else frozenset(map(str, personnes))
            with self._verrou:
                self._regles.append(_Regle(effets, personnes, float(taux), fois, service))

    def pour_appel(self, service, niss):
        """Return the effects for one call, and count it. `niss` is None for a call that names nobody."""
        if not self._regles:
            return {}
        effets = {}
        with self._verrou:
            for rang, regle in enumerate(self._regles):
                if (
                    regle.service not in ("tous", service)
                    or regle.personnes is not None
                    and niss not in regle.personnes
                ):
                    continue
                regle.appels[niss] += 1
                regle.appels[()] += 1
                if regle.fois is not None and regle.appels[()] > regle.fois:
                    continue
                if self._touche(rang, regle, niss, regle.appels[niss]):
                    effets.update(regle.effets)
        return effets

    def commune_inconnue(self, niss):
        """Say whether the notification of this person carries a commune that does not exist."""
        with self._verrou:
            return any(
                "commune_inconnue" in regle.effets
                and (regle.personnes is None or niss in regle.personnes)
                and self._touche(rang, regle, niss, 0)
                for rang, regle in enumerate(self._regles)
            )

    def notification_perdue(self, niss):
        """Say whether the notification of this person is left out of the page being written, and count it."""
        with self._verrou:
            for rang, regle in enumerate(self._regles):
                if (
                    "notification_perdue" in regle.effets
                    and (regle.personnes is None or niss in regle.personnes)
                    and (regle.fois is None or regle.perdues < regle.fois)
                    and self._touche(rang, regle, niss, 0)
                ):
                    regle.perdues += 1
                    return True
        return False

    def _touche(self, rang, regle, niss, essai):
        if regle.taux >= 1:
            return True
        tirage = hashlib.sha256(f"{self._graine}:{rang}:{niss}:{essai}".encode()).digest()
        return int.from_bytes(tirage[:6]) / 2**48 < regle.taux

    def liste(self):
        """Return the rules as plain values, for the control page (numbers counted, not shown)."""
        return [
            {
                **regle.effets,
                "taux": regle.taux,
                "fois": regle.fois,
                "service": regle.service,
                "personnes": None if regle.personnes is None else len(regle.personnes),
            }
            for regle in self._regles
        ]
