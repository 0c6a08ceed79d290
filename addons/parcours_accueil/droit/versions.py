# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Which version of the law applies to which fact (loi.md §1): never by today's date when the fact's own is known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

VEILLE = timedelta(days=1)


class Periode(NamedTuple):
    """The facts one version of the law applies to: from its first to its last day, both counted."""

    version: int
    debut: date
    fin: date | None = None  # no end known


def en_vigueur(periodes, jour):
    """Return the version for facts of that day: the last that had begun, even when it was over and none followed yet;
    before any had begun, the first.

    :param periodes: oldest first, none over another (:func:`chevauchement`), at least one

    >>> periodes = [Periode(1, date(2022, 6, 1), date(2023, 12, 31)), Periode(2, date(2024, 1, 1))]
    >>> [en_vigueur(periodes, jour) for jour in (date(2019, 1, 1), date(2023, 12, 31), date(2024, 1, 1))]
    [1, 1, 2]
    """
    commencees = [periode for periode in periodes if periode.debut <= jour]
    return (commencees or periodes[:1])[-1].version


def choisir(periodes, reference, au_plus_tot, au_plus_tard, jour):
    """Return the version that applies to one first registration.

    :param reference: the certain reference date, or a false value
    :param au_plus_tot: the earliest possible reference date, or a false value
    :param au_plus_tard: the latest possible reference date, or a false value
    :param jour: today: its version applies when the reference date is unknown, or may fall in several versions
    """
    if reference:
        return en_vigueur(periodes, reference)
    if au_plus_tot and au_plus_tard:
        version = en_vigueur(periodes, au_plus_tot)
        if version == en_vigueur(periodes, au_plus_tard):
            return version
    return en_vigueur(periodes, jour)


class Lectures:
    """With which codes the facts of somebody are read: those of the version that then applies to these facts. The
    facts choose the version and the version reads the facts, so that each is tried, oldest first, and the first that
    applies to its own reading is taken. When none does, the version of the day reads. Versions with the same codes are
    one reading.

    :param periodes: oldest first, at least one
    :param tables: version -> its codes, anything that can be compared
    """

    def __init__(self, periodes, tables):
        self.periodes, self.tables = periodes, tables
        self.distinctes = []
        for periode in periodes:
            if tables[periode.version] not in self.distinctes:
                self.distinctes.append(tables[periode.version])

    def memes(self, autres):
        """Whether nobody's facts can be read otherwise with those."""
        return len(self.distinctes) == 1 and self.distinctes == autres.distinctes

    def du(self, jour):
        """The codes of the version in force on that day."""
        return self.tables[en_vigueur(self.periodes, jour)]

    def lire(self, lire, jour):
        """Return what `lire(codes)` gives with the codes of the version that applies to it.

        :param lire: gives something with `faits`: the three reference dates among them, each with a `valeur`
        """
        if len(self.distinctes) == 1:
            return lire(self.distinctes[0])
        lus = []
        for tables in self.distinctes:
            lus.append(lire(tables))
            noms = ("date_reference", "date_reference_min", "date_reference_max")
            version = choisir(self.periodes, *(lus[-1].faits[nom].valeur for nom in noms), jour)
            if self.tables[version] == tables:
                return lus[-1]
        return lus[self.distinctes.index(self.du(jour))]


def placer(periodes, nouvelle):
    """Return the periods once `nouvelle` is published: it takes the place of the version of the same first day, and
    ends the one that runs into it.

    >>> placer([Periode(1, date(2024, 1, 1))], Periode(2, date(2027, 1, 1)))[0].fin
    datetime.date(2026, 12, 31)
    """
    placees = [nouvelle]
    for periode in periodes:
        if periode.debut < nouvelle.debut and (not periode.fin or periode.fin >= nouvelle.debut):
            placees.append(periode._replace(fin=nouvelle.debut - VEILLE))
        elif periode.debut != nouvelle.debut:
            placees.append(periode)
    return sorted(placees, key=lambda periode: periode.debut)


def chevauchement(periodes):
    """Return the first two versions that would both apply to the same facts, or None.

    :param periodes: oldest first
    """
    for premiere, suivante in zip(periodes, periodes[1:], strict=False):
        if not premiere.fin or premiere.fin >= suivante.debut:
            return premiere.version, suivante.version
    return None


def delaisse(periodes, nouvelle):
    """Return the first day that a version covers and none would once `nouvelle` is published, or None.

    >>> periodes = [Periode(1, date(2022, 6, 1), date(2023, 12, 31)), Periode(2, date(2024, 1, 1))]
    >>> delaisse(periodes, Periode(3, date(2023, 1, 1), date(2023, 6, 30)))
    datetime.date(2023, 7, 1)
    >>> delaisse(periodes, Periode(3, date(2023, 1, 1), date(2023, 12, 31)))
    """
    if not nouvelle.fin or nouvelle.fin == date.max:
        return None
    jour = nouvelle.fin + VEILLE
    return jour if _couvert(periodes, jour) and not _couvert(placer(periodes, nouvelle), jour) else None


def _couvert(periodes, jour):
    return any(periode.debut <= jour and (not periode.fin or jour <= periode.fin) for periode in periodes)


def etendue(periodes, version):
    """Return the first and the last day of the facts :func:`en_vigueur` gives to a version; None: without bound.

    >>> etendue([Periode(1, date(2022, 6, 1)), Periode(2, date(2024, 1, 1))], 1)
    (None, datetime.date(2023, 12, 31))
    """
    rang = next(rang for rang, periode in enumerate(periodes) if periode.version == version)
    suivante = periodes[rang + 1] if rang + 1 < len(periodes) else None
    return periodes[rang].debut if rang else None, suivante.debut - VEILLE if suivante else None
