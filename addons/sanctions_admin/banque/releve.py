# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A statement of an account as all banks give it: what there was, what moved, what there is; and what is wrong with a
file that says something else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import NamedTuple

DEVISE = "EUR"


class ReleveRefuse(ValueError):
    """A file of which nothing is taken.

    :ivar mot: why: "illisible", "coupe", "vide", "devise", "total", "nombre" or "montant"
    :ivar details: what the sentence names, in its order
    """

    def __init__(self, mot, *details):
        super().__init__(mot, *details)
        self.mot, self.details = mot, details


class Ligne(NamedTuple):
    """One movement of the account, in cents: what came is positive. `reference`: what tells it apart in its statement;
    `communication`: twelve digits, when the payer gave a structured one, else ""; `texte`: what was written instead."""

    reference: str
    jour: date
    montant: int
    communication: str = ""
    texte: str = ""
    nom: str = ""
    compte: str = ""


class Releve(NamedTuple):
    """One statement: its account, its number, what there was and what there is, in cents."""

    compte: str
    numero: str
    jour: date
    avant: int
    apres: int
    lignes: tuple = ()


def centimes(montant):
    """Return an amount in cents.

    :raise ReleveRefuse: it has a fraction of a cent, or is no number

    >>> centimes("100.5"), centimes(Decimal("-0.01"))
    (10050, -1)
    """
    try:
        exact = Decimal(str(montant)) * 100
        entier = int(exact)
    except (ArithmeticError, ValueError):
        raise ReleveRefuse("montant", str(montant)) from None
    if entier != exact:
        raise ReleveRefuse("montant", str(montant))
    return entier


def numeroter(jour, brut):
    """Return the number of a statement: banks begin again each year, and do not all write the zeros before it. The day
    is that of one without a number.

    >>> numeroter(date(2026, 3, 2), "031"), numeroter(date(2026, 3, 2), "S-7"), numeroter(date(2026, 3, 2), "000")
    ('2026/31', '2026/S-7', '2026/03-02')
    """
    return f"{jour.year}/{brut.strip().lstrip('0') or f'{jour:%m-%d}'}"


def empreinte(releve):
    """Return what tells two statements of one number apart, in whichever format they come."""
    dits = sorted((ligne.jour, ligne.montant, ligne.communication) for ligne in releve.lignes)
    return sha256(repr((releve.jour, releve.avant, releve.apres, dits)).encode()).hexdigest()


def controler(releve):
    """Return that statement, whose lines make of what there was what there is.

    :raise ReleveRefuse: they do not: the file was cut, or is not what the bank sent
    """
    somme = releve.avant + sum(ligne.montant for ligne in releve.lignes)
    if somme != releve.apres:
        raise ReleveRefuse("total", releve.numero, somme, releve.apres)
    if len({ligne.reference for ligne in releve.lignes}) != len(releve.lignes):
        raise ReleveRefuse("nombre", releve.numero)
    return releve
