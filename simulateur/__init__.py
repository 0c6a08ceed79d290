# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A National Register to run against: three services over SOAP, for a generated population.

with Simulateur(personnes=50, graine=1) as sim:
    sim.url_consultation, sim.pannes(latence_ms=100), sim.avancer(7) …
"""

import threading

from .registre import Registre
from .serveur import Application, Serveur

__all__ = ["Simulateur"]


class Simulateur:
    """A register served on this machine, in a thread, between `__enter__` and `__exit__` (or `demarrer` and `arreter`).

    personnes, graine, jour: size, seed and day of the population · depuis: an earlier day to begin on · distribution:
    who the first people are · dossiers: folder of files to serve · etat:
    folder that keeps day, notifications and subscriptions · profils: codes of profiles the people take in turn instead
    of the draw · exiger_abonnement: refuse a file nobody subscribed to · tout_annoncer: announce mutations of people
    nobody follows too · inconnus: people known and announced to nobody · port: 0 finds a free one.
    """

    def __init__(
        self, personnes=50, graine=1, dossiers=None, *, hote="127.0.0.1", port=0, contexte_ssl=None, **options
    ):
        self._options = {"personnes": personnes, "graine": graine, "dossiers": dossiers, **options}
        self._hote, self._port, self._contexte_ssl = hote, port, contexte_ssl

    def demarrer(self):
        """Make the population and begin to answer. OSError: the port is taken; ValueError: see Registre."""
        self.registre = Registre(**self._options)
        self.application = Application(self.registre)
        self.serveur = Serveur((self._hote, self._port), self.application, self._contexte_ssl)
        self._fil = threading.Thread(target=self.serveur.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._fil.start()
        return self

    def arreter(self):
        """Stop answering and close the kept state."""
        self.serveur.arreter()
        self._fil.join()
        self.registre.fermer()

    __enter__ = demarrer

    def __exit__(self, *_erreur):
        self.arreter()

    @property
    def url(self):
        """Address without a final slash."""
        return f"{self.serveur.protocole}://{self.serveur.adresse}"

    @property
    def url_consultation(self):
        """Address of the consultation."""
        return f"{self.url}/consultation"

    @property
    def url_notifications(self):
        """Address of the notifications."""
        return f"{self.url}/notifications"

    @property
    def url_abonnements(self):
        """Address of the subscriptions."""
        return f"{self.url}/abonnements"

    @property
    def fiches(self):
        """The generated people (population.Fiche), `attendu` included: for comparison in tests, never served."""
        return self.registre.population.fiches

    @property
    def inconnus(self):
        """The people announced to nobody (see guichet)."""
        return self.registre.population.inconnus

    @property
    def jour(self):
        """The register's current day."""
        return self.registre.jour

    @property
    def compteurs(self):
        """Calls received, by operation."""
        return dict(self.application.compteurs)

    def pannes(self, effacer=False, **regle):
        """Add a rule of faults, after forgetting all of them when asked (see pannes.EFFETS and pannes.CIBLES)."""
        return self.registre.pannes(effacer=effacer, **regle)

    def avancer(self, jours=1):
        """Let days pass; return how many notifications they added."""
        return self.registre.avancer(jours)

    def evenement(self, genre, niss, commune=None):
        """Make one event happen today (see Registre.evenement); return how many notifications it added."""
        return self.registre.evenement(genre, niss, commune)
