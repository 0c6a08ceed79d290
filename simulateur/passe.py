# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The years before the day a population was drawn for: who registered on each day, and what changed in whose file."""

from . import histoire, tables
from .dates import premier_jour
from .evenements import AJOUT, CORRECTION, FINS, Annonce, nouvelle_inscription
from .redaction import GARDES


class Passe:
    """The announcements of each day, made once from the lives that were drawn."""

    def __init__(self, population):
        self._jours = {}
        for fiche in population.fiches:
            if fiche.parent or fiche.seconde:
                # of an event, and announced with it
                continue
            self._noter(fiche.inscription, fiche, "NEWCOMER", (), fiche.commune)
            for jour, (mutations, commune) in _changements(fiche).items():
                self._noter(jour, fiche, "MUTATION", tuple(mutations), commune)

    def _noter(self, jour, *annonce):
        self._jours.setdefault(jour, []).append(annonce)

    def annonces(self, jour):
        """Return the announcements of one day, in the order of the numbers."""
        faites = []
        for fiche, categorie, mutations, commune in self._jours.get(jour, ()):
            if fiche.annule or any(e.genre in FINS and e.jour <= jour for e in fiche.evenements):
                # what was drawn does not happen to who left meanwhile
                continue
            if categorie == "NEWCOMER":
                faites.append(nouvelle_inscription(fiche))
            else:
                faites.append(Annonce(categorie, fiche.niss, "", mutations, commune, jour))
        return sorted(faites, key=lambda annonce: annonce.niss)


def _changements(fiche):
    """Return ``{day: ([(information type, kind)], commune)}`` of what was drawn to change after the registration."""
    vie, jours = histoire.ecrire(fiche), {}
    for entree in vie.entrees:
        if entree.it not in GARDES:
            continue
        for quand, genre in ((entree.debut, AJOUT), (entree.fin, CORRECTION)):
            if quand and fiche.inscription < (jour := premier_jour(quand)) <= fiche.jour:
                mutations = jours.setdefault(jour, [])
                if (entree.it, genre) not in mutations:
                    mutations.append((entree.it, genre))
    return {jour: (mutations, _commune(vie, jour)) for jour, mutations in jours.items()}


def _commune(vie, jour):
    """Return the last of the 19 communes that the person lived in by that day."""
    lieux = [
        e for e in vie.entrees if e.it == "001" and e.valeur[0] in tables.COMMUNES and premier_jour(e.debut) <= jour
    ]
    return max(lieux, key=lambda e: premier_jour(e.debut)).valeur[0] if lieux else ""
