# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The table that comes back: posting numbers, days, receipts and returns, a line a letter.

Every line is read to its end: twelve that are wrong among five thousand are twelve sentences, and 4,988 entries.
Nothing is guessed: a day that could be two, or a word that could mean two things, is asked for again.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from ...parcours_socle.papier import qr
from ..droit.canaux import CANAUX, PRESENTE
from . import cellules, tableau
from .cellules import RECU, REVENU, mot, texte
from .modele import COLONNES, NUMERO_NATIONAL, Entree, Erreur, Grille, GrilleIllisible

#: Lines that may come before the names of the columns (a title, a date), and days after which a year is doubted.
TETE_MAX, ANCIEN = 10, timedelta(days=3 * 365)
#: Characters of a name that are looked at.
NOM_MAX = 200
_LETTRE = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9/\-.]{2,39}")
_PREUVE = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9/\-.]{4,39}")
_NOMS = {mot(nom): cle for cle, noms in COLONNES.items() for nom in noms}
_INTERDITS = frozenset(map(mot, NUMERO_NATIONAL))


def lire(octets: bytes, aujourdhui: date) -> Grille:
    """Read a CSV or an xlsx file.

    :raise GrilleIllisible: see there
    """
    suite = tableau.lignes(octets)
    noms, places = _entete(suite)
    entrees, erreurs, vues, repetees = [], [], {}, 0
    for numero, cells in suite:
        ligne = _Ligne(numero, cells, noms, places, aujourdhui)
        entree = ligne.lue()
        cle = (entree.lettre, entree.jeton)
        if ligne.erreurs:
            erreurs += ligne.erreurs
        elif cle not in vues:
            vues[cle] = _sans_ligne(entree)
            entrees.append(entree)
        elif vues[cle] == _sans_ligne(entree):
            repetees += 1
        else:
            erreurs.append(Erreur(numero, "deux_lettres"))
    return Grille(tuple(entrees), tuple(erreurs), tuple(n for n in noms if n and mot(n) not in _NOMS), repetees)


def _sans_ligne(entree):
    return (entree.canal, entree.preuve, entree.envoi, entree.issue, entree.jour, entree.nom)


def _entete(suite):
    """Return the names of the columns as the file writes them, and where each of ours stands."""
    for rang, (_numero, cells) in enumerate(suite):
        noms = [texte(cell) for cell in cells]
        cles = [_NOMS.get(mot(nom)) for nom in noms]
        if any(mot(nom) in _INTERDITS for nom in noms):
            raise GrilleIllisible("numero_national")
        if "lettre" in cles or "code" in cles:
            places = {}
            for place, cle in enumerate(cles):
                if cle in places:
                    raise GrilleIllisible("colonne_double", noms[place][:40])
                if cle:
                    places[cle] = place
            return noms, places
        if rang + 1 >= TETE_MAX:
            break
    raise GrilleIllisible("colonnes")


class _Ligne:
    """One line being read; what is wrong with it gathers in `erreurs`, at most one word a column."""

    def __init__(self, numero, cells, noms, places, aujourdhui):
        self.numero, self.noms, self.places, self.aujourdhui = numero, noms, places, aujourdhui
        self.cells = [*cells, *[None] * (len(noms) - len(cells))]
        self.erreurs = []

    def _brut(self, cle):
        return self.cells[self.places[cle]] if cle in self.places else None

    def _refuser(self, code, cle="", valeur=""):
        nom = self.noms[self.places[cle]] if cle in self.places else ""
        self.erreurs.append(Erreur(self.numero, code, nom, valeur[:40]))

    def lue(self):
        """Return the entry; it counts when nothing is wrong."""
        for place, cell in enumerate(self.cells):
            if cellules.porte_un_numero_national(texte(cell)):
                nom = self.noms[place] if place < len(self.noms) else ""
                self.erreurs.append(Erreur(self.numero, "numero_national", nom))
        if self.erreurs:
            return Entree(self.numero)
        lettre, jeton = self._lettre()
        envoi, jour = self._jour("envoi"), self._jour("jour")
        canal, preuve, issue = self._canal(), self._preuve(), self._issue()
        nom = texte(self._brut("nom"))[:NOM_MAX]
        entree = Entree(self.numero, lettre, jeton, canal, preuve, envoi, issue, jour, nom)
        if not self.erreurs:
            self._ensemble(entree)
        return entree

    def _lettre(self):
        """The number of the letter and its code; a code may have been scanned into the column of numbers."""
        lettre, code = texte(self._brut("lettre")), texte(self._brut("code"))
        if not lettre and not code:
            self._refuser("sans_lettre")
            return "", ""
        jeton = qr.lire(code)
        if code and not jeton:
            self._refuser("lettre_illisible", "code", code)
        if lettre and (scanne := qr.lire(lettre)):
            if jeton and scanne != jeton:
                self._refuser("lettre_illisible", "lettre", lettre)
            return "", scanne
        lettre = lettre.upper()
        if lettre and not _LETTRE.fullmatch(lettre):
            self._refuser("lettre_illisible", "lettre", lettre)
        return lettre, jeton

    def _jour(self, cle):
        brut = self._brut(cle)
        ecrit = texte(brut)
        if not ecrit:
            return None
        jour = cellules.jour(brut)
        if jour is None:
            self._refuser("jour_illisible", cle, ecrit)
        elif jour > self.aujourdhui:
            self._refuser("jour_a_venir", cle, ecrit)
        elif jour < self.aujourdhui - ANCIEN:
            self._refuser("jour_ancien", cle, ecrit)
        return jour

    def _canal(self):
        ecrit = texte(self._brut("canal"))
        canal = cellules.CANAUX.get(mot(ecrit), "")
        if ecrit and not canal:
            self._refuser("canal_inconnu", "canal", ecrit)
        return canal

    def _preuve(self):
        brut = self._brut("preuve")
        ecrit = texte(brut)
        if not ecrit:
            return ""
        if cellules.chiffres_perdus(brut, ecrit):
            self._refuser("chiffres_perdus", "preuve", ecrit)
            return ""
        preuve = ecrit.replace(" ", "").upper()
        if not _PREUVE.fullmatch(preuve):
            self._refuser("numero_illisible", "preuve", ecrit)
        return preuve

    def _issue(self):
        """What became of the letter: the reason says it, the result says it, or both say the same."""
        dit = {}
        for cle in ("issue", "motif"):
            ecrit = texte(self._brut(cle))
            if ecrit:
                dit[cle] = cellules.ISSUES.get(mot(ecrit), "")
                if not dit[cle]:
                    self._refuser("issue_inconnue", cle, ecrit)
                    return ""
        issue, motif = dit.get("issue", ""), dit.get("motif", "")
        if not issue or not motif or issue == motif:
            return self._precise(issue or motif)
        # Refused and not collected come back too.
        if issue == REVENU and motif not in (RECU, PRESENTE):
            return motif
        if issue in (RECU, PRESENTE) and motif in (RECU, PRESENTE):
            return PRESENTE
        self._refuser("contraire", "motif", texte(self._brut("motif")))
        return ""

    def _precise(self, issue):
        if issue == REVENU:
            self._refuser("sans_motif")
        return PRESENTE if issue == RECU else issue

    def _ensemble(self, entree):
        """What the cells say together."""
        if not any((entree.canal, entree.preuve, entree.envoi, entree.issue, entree.jour)):
            self._refuser("rien")
        elif entree.issue and not entree.jour:
            self._refuser("sans_jour")
        elif entree.jour and not entree.issue:
            self._refuser("sans_issue")
        elif entree.preuve and not entree.envoi and not entree.issue:
            self._refuser("sans_envoi")
        elif entree.envoi and entree.canal and CANAUX[entree.canal].numerote and not entree.preuve:
            self._refuser("sans_numero")
        elif entree.jour and entree.envoi and entree.jour < entree.envoi:
            self._refuser("ordre", "jour", texte(self._brut("jour")))
