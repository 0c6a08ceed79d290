# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A life as the register writes it: entries by information type, and the verbs that add, end, correct or remove them.

An entry ends by an explicit DelDate (`fin`) or because the next one of the same kind takes its place (`remplacee`);
the register writes a DelDate only when there is no successor.
"""

from dataclasses import dataclass
from datetime import date

from . import tables
from .dates import partielle, premier_jour


@dataclass(slots=True)
class Entree:
    """One entry: information type, partial start, content, partial end or None, whether another replaced it; `clef`:
    the succession that it belongs to, empty when it stands beside the others."""

    it: str
    debut: tuple
    valeur: tuple
    fin: tuple | None = None
    remplacee: bool = False
    clef: str = ""

    @property
    def courante(self):
        """Whether the entry is in force."""
        return self.fin is None and not self.remplacee


def _jour(quand):
    return partielle(quand) if isinstance(quand, date) else quand


class Vie:
    """The entries of one person, and what the generator reads back from them."""

    def __init__(self):
        self.entrees = []
        #: Information type -> entry in force, for the types where one follows another; place and special code of IT 001
        #: apart.
        self.derniere = {}

    def ajouter(self, it, quand, *valeur):
        """Add an entry that stands beside the others of its type."""
        entree = Entree(it, _jour(quand), valeur)
        self.entrees.append(entree)
        return entree

    def suivre(self, it, quand, *valeur, clef=None):
        """Add an entry that takes the place of the one in force."""
        precedente = self.derniere.get(clef or it)
        if precedente is not None and precedente.fin is None:
            precedente.remplacee = True
        entree = self.derniere[clef or it] = self.ajouter(it, quand, *valeur)
        entree.clef = clef or it
        return entree

    def clore(self, clef, quand):
        """End the entry in force without a successor; nothing when there is none."""
        entree = self.derniere.pop(clef, None)
        if entree is not None and entree.fin is None:
            entree.fin = _jour(quand)
        return entree

    def couper(self, jour):
        """Forget what comes after a day: entries that begin later, ends that are still to come."""
        self.entrees = [entree for entree in self.entrees if premier_jour(entree.debut) <= jour]
        self.derniere = {}
        for entree in self.entrees:
            entree.remplacee = False
            if entree.fin is not None and premier_jour(entree.fin) > jour:
                entree.fin = None
            if not entree.clef:
                continue
            if (precedente := self.derniere.get(entree.clef)) is not None and precedente.fin is None:
                precedente.remplacee = True
            self.derniere[entree.clef] = entree
        self.derniere = {clef: entree for clef, entree in self.derniere.items() if entree.fin is None}

    # Residence (IT 001): places follow one another; a special code may stand beside a place.

    def resider(self, code, quand, adresse=None):
        """Register in a commune; an address (street, number, box) goes with it."""
        self.clore("001 special", quand)
        self.suivre("001", quand, code, tables.lieu(code), "1", clef="001 lieu")
        if adresse:
            rue, numero, boite = adresse
            self.suivre("020", quand, tables.code_postal(code), f"{1000 + tables.RUES.index(rue)}", rue, numero, boite)

    def quitter(self, code, quand):
        """Leave the commune for a special code or a country."""
        self.clore("001 lieu", quand)
        self.clore("001 special", quand)
        self.doubler(code, quand)

    def doubler(self, code, quand):
        """Write a special code beside the place."""
        return self.suivre("001", quand, code, tables.lieu(code), "1", clef="001 special")

    # Stay

    def registre(self, code, quand):
        """Register in one of the registers (IT 210)."""
        self.suivre("210", quand, code, tables.REGISTRES[code])

    def carte(self, code, quand, expiration, numero):
        """Deliver a card or attestation (IT 195)."""
        self.suivre("195", quand, code, tables.CARTES[code], numero, self.commune or "21004", _jour(expiration))

    def motif(self, code, quand):
        """Give a reason of residence (IT 202)."""
        self.suivre("202", quand, code, tables.motif(code))

    def nationalite(self, code, quand):
        """Give a nationality (IT 031)."""
        self.suivre("031", quand, code, tables.PAYS[code])

    def en_cours(self, clef):
        """Return the content of the entry in force ("001 lieu", "195", "210" …), or an empty tuple."""
        entree = self.derniere.get(clef)
        return entree.valeur if entree is not None and entree.fin is None else ()

    @property
    def commune(self):
        """NIS code of the place of residence in force, empty when there is none."""
        return (self.en_cours("001 lieu") or ("",))[0]

    @property
    def presente(self):
        """Whether the person lives in one of the 19 communes without a special code."""
        return self.commune in tables.COMMUNES and not self.en_cours("001 special") and not self.en_cours("150")
