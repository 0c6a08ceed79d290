# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""One person's history, type after type: the successions that every question about a day is put to.

IT 001 is read as two histories at once, because two residences can coexist:

* the *places*, Belgian communes, where a place follows a place;
* the *presence*: what ends a residence (deceased, struck off, right lost, left, a country) holds from its date until
  the next Belgian place, the Immigration Office included, or until its own end, when a place that was never ended
  counts again.

99996 (temporarily absent) ends nothing and is left out. 21099 (Immigration Office) is in Belgium but in no commune: it
ends a departure, never a residence. A code of no known kind is neither: from it until the next entry nothing is sure.
"""

from __future__ import annotations

from functools import cached_property

from .dates import jours_possibles
from .intervalles import FUTUR, PASSE, bornes, complement, intersection, passages, periodes, succession

LIEU, SORTIE, OFFICE, INCONNU = "lieu", "sortie", "office", None


def genre_residence(code, tables):
    """What an IT 001 code is: LIEU (a Belgian commune), SORTIE, OFFICE or INCONNU."""
    if code in tables.communes:
        return LIEU
    if code in tables.sortie:
        return SORTIE
    if code in tables.office_etrangers:
        return OFFICE
    if not code.isdigit():
        return INCONNU
    if len(code) == 3:  # country codes; Belgium itself is no residence abroad
        return INCONNU if code == tables.belge else SORTIE
    # 21xxx is the district of the capital: a code there that is not one of the 19 is a fault, not another region.
    return LIEU if len(code) == 5 and "11000" <= code < "94000" and not code.startswith("21") else INCONNU


class Histoire:
    """The successions of one person, made once. Every set of days comes as a pair: the days on which it may hold, the
    days on which it surely holds."""

    def __init__(self, informations, tables):
        """
        :param informations: iterable of `Information`, in any order, of every type, corrected and removed entries left
            out
        """
        self.tables = tables
        self.positions = {}  # what situation.lire_position read of each day
        self.par_type = par_type = {}
        for information in informations:
            par_type.setdefault(information.it, []).append(information)
        residences = [i for i in par_type.get("001", ()) if i.code not in tables.absence]
        self.genres = genres = {i.code: genre_residence(i.code, tables) for i in residences}
        # A code that cannot be read may be a place; an unknown 9999x is no place, but may be a departure.
        lieux = [
            i for i in residences if genres[i.code] is LIEU or (genres[i.code] is INCONNU and i.code[:4] != "9999")
        ]
        self.lieux = succession(lieux)
        # Places only: nothing ever ended the presence.
        self.presence = [] if set(genres.values()) <= {LIEU} else self._presence(residences)
        self.registres = succession(par_type.get("210", ()))
        self.cartes = succession(par_type.get("195", ()))
        self.deces = par_type.get("150", ())
        self.nationalites = succession(par_type.get("031", ()))
        # Several nationalities coexist: each lasts until its own end, never until the next entry.
        self.plurinationalites = [entree for i in par_type.get("032", ()) if (entree := bornes(i))]
        # IT 202 also carries free text; without a code it says nothing about the reason.
        self.motifs = succession([i for i in par_type.get("202", ()) if i.code])

    @cached_property
    def noms(self):
        """Succession of the names (IT 010)."""
        return succession(self.par_type.get("010", ()))

    @cached_property
    def adresses(self):
        """Succession of the main addresses (IT 020)."""
        return succession(self.par_type.get("020", ()))

    @cached_property
    def absences(self):
        """Succession of everything that says where a person is, the absences included; [] when there is none."""
        residences = self.par_type.get("001", ())
        if not any(i.code in self.tables.absence for i in residences):
            return []
        return succession([i if self._finit(i) else i._replace(fin_tot=None, fin_tard=None) for i in residences])

    def _finit(self, information):
        """Whether the own end of an entry says that what it says is over; the end of a place is no departure."""
        return information.code in self.tables.absence or self.genres[information.code] is SORTIE

    @cached_property
    def passages(self):
        """The days on which what any succession says can change."""
        jours = passages(
            self.lieux
            + self.presence
            + self.registres
            + self.cartes
            + self.nationalites
            + self.motifs
            + self.noms
            + self.adresses
            + self.absences
        )
        for entree in self.plurinationalites:
            jours.update((entree.tot, entree.tard, entree.fin_tot, entree.fin_tard))
        return (jours | self.passages_deces) - {PASSE, FUTUR}

    @property
    def passages_residence(self):
        """The days on which where the person is can change."""
        return passages(self.lieux + self.presence) | self.passages_deces

    @property
    def passages_deces(self):
        return {jour for i in self.deces for jour in (i.debut_tot, i.fin_tard) if jour}

    def _presence(self, residences):
        """Succession of everything that says where a person is. The own end of a departure is the return to a place
        that was never ended: hence the two kinds of entries read differently."""
        return succession([i if self._finit(i) else i._replace(fin_tot=None, fin_tard=None) for i in residences])

    def residence(self):
        """Days of residence in one of the 19 communes."""
        return self.habite(self.commune)

    def habite(self, classe):
        """Days of residence in the places of that class."""
        return self.present(periodes(self.lieux, classe))

    def present(self, jours):
        """Those days without the ones on which something had ended the residence in Belgium."""
        if not self.presence:
            return jours
        sortie = {SORTIE: True, LIEU: False, OFFICE: False, INCONNU: None}
        dehors, surement_dehors = periodes(self.presence, lambda i: sortie[self.genres[i.code]])
        return intersection(jours[0], complement(surement_dehors)), intersection(jours[1], complement(dehors))

    def commune(self, information):
        """Whether the place is one of the 19: True, False, or None when the code is of no known kind."""
        if information.code in self.tables.communes:
            return True
        return False if self.genres[information.code] is LIEU else None


def expiration_texte(information):
    """The expiry of an IT 195 entry as it is written, "" when there is none."""
    texte = information.contenu.get("expiration") if isinstance(information.contenu, dict) else None
    return texte if isinstance(texte, str) else ""


def expiration(information):
    """(earliest, latest) last day of validity of an IT 195 entry; (None, None) when it has no readable expiry."""
    return jours_possibles(expiration_texte(information))
