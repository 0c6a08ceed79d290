# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""One person's history of residence, register and permit, as sets of days (law.md §2b).

IT 001 is read as two histories at once, because two residences can coexist:

* the *places*, Belgian communes, where a place follows a place;
* the *presence*: what ends a residence (deceased, struck off, right lost, left, a country) holds from its date until
  the next Belgian place, the Immigration Office included, or until its own end, when a place that was never ended
  counts again.

99996 (temporarily absent) ends nothing and is left out. 21099 (Immigration Office) is in Belgium but in no commune: it
ends a departure, never a residence. A code of no known kind is neither: from it until the next entry nothing is sure.
"""

from __future__ import annotations

from .intervalles import FUTUR, complement, intersection, lendemain, lire_partielle, periodes, plus_mois, succession

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
    return LIEU if len(code) == 5 and "11" <= code[:2] < "94" and code[:2] != "21" else INCONNU


class Histoire:
    """The successions of one file, by information type, made once. Every set of days comes as a pair: the days on which
    it may hold, the days on which it surely holds."""

    __slots__ = ("cartes", "deces", "genres", "lieux", "presence", "registres", "tables")

    def __init__(self, informations, tables):
        self.tables = tables
        residences = [i for i in informations.get("001", ()) if i.code not in tables.absence]
        self.genres = genres = {i.code: genre_residence(i.code, tables) for i in residences}
        # A code that cannot be read may be a place; an unknown 9999x is no place, but may be a departure.
        lieux = [
            i for i in residences if genres[i.code] is LIEU or (genres[i.code] is INCONNU and i.code[:4] != "9999")
        ]
        self.lieux = succession(lieux)
        # Places only: nothing ever ended the presence.
        self.presence = [] if set(genres.values()) <= {LIEU} else self._presence(residences)
        self.registres = succession(informations.get("210", ()))
        self.cartes = succession(informations.get("195", ()))
        self.deces = informations.get("150", ())

    def _presence(self, residences):
        """Succession of everything that says where a person is. The end of a place is no departure; the own end of a
        departure is the return to a place that was never ended: hence the two kinds of entries read differently."""
        sorties = [i for i in residences if self.genres[i.code] is SORTIE]
        autres = [i._replace(fin_tot=None, fin_tard=None) for i in residences if self.genres[i.code] is not SORTIE]
        return succession(sorties + autres)

    def residence(self):
        """Days of residence in one of the 19 communes."""
        return self.habite(self.commune)

    def habite(self, classe):
        """Days of residence in the places of that class."""
        return self._present(periodes(self.lieux, classe))

    def sejour_legal(self):
        """Days in a register of legal stay, not broken by a departure (law.md §2b, "legal stay")."""
        return self._present(periodes(self.registres, self.registre_legal))

    def inscription(self):
        """Days in the register of foreigners."""
        return periodes(self.registres, self.registre_etrangers)

    def permis(self):
        """Days of validity of a permit of more than three months."""
        return periodes([validite(etape) for etape in self.cartes], lambda i: carte_compte(i, self.tables))

    def _present(self, jours):
        """Those days without the ones on which something had ended the residence in Belgium."""
        if not self.presence:
            return jours
        sortie = {SORTIE: True, LIEU: False, OFFICE: False, INCONNU: None}
        dehors, surement_dehors = periodes(self.presence, lambda i: sortie[self.genres[i.code]])
        return intersection(jours[0], complement(surement_dehors)), intersection(jours[1], complement(dehors))

    # Classes of entries: True, False, or None when the code is of no known kind.

    def commune(self, information):
        """One of the 19."""
        if information.code in self.tables.communes:
            return True
        return False if self.genres[information.code] is LIEU else None

    def registre_etrangers(self, information):
        if information.code == self.tables.registre_etrangers:
            return True
        return False if information.code in self.tables.autres_registres else None

    def registre_legal(self, information):
        if information.code in self.tables.registres_legaux:
            return True
        return False if information.code in self.tables.registres_autres else None


def expiration(information):
    """(earliest, latest) last day of validity of an IT 195 entry; (None, None) when it has no readable expiry."""
    contenu = information.contenu
    return lire_partielle(contenu.get("expiration")) if isinstance(contenu, dict) else (None, None)


def carte_compte(information, tables):
    """Whether the card or document is a permit of more than three months; None when that cannot be told. An
    attestation counts when it expires strictly later than its start plus three months."""
    code = information.code
    if code not in tables.attestations:
        return code in tables.cartes_long_sejour if code in tables.cartes_connues else None
    tot, tard = expiration(information)
    if tot is None or information.debut_tot is None or information.debut_tard is None:
        return None
    if tot > plus_mois(information.debut_tard, tables.attestation_mois):
        return True
    return None if tard > plus_mois(information.debut_tot, tables.attestation_mois) else False


def validite(etape):
    """The step with its end brought back to the day after the expiry (the day of expiry is still valid). Without an
    expiry date a card is valid until the next one; an expiry before the start is a contradiction."""
    fins = [expiration(information) for information in etape.entrees]
    fin_tot = min(lendemain(tot) if tot else FUTUR for tot, tard in fins)
    fin_tard = max(lendemain(tard) if tard else FUTUR for tot, tard in fins)
    if fin_tard <= etape.tot:
        return etape._replace(doute=True)
    if fin_tot >= etape.limite_tot and fin_tard >= etape.limite_tard:
        return etape
    return etape._replace(limite_tot=min(fin_tot, etape.limite_tot), limite_tard=min(fin_tard, etape.limite_tard))
