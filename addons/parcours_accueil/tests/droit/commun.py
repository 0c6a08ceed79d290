# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A file in a few words, for the tests of the law: `lire(*entrees, naissance=…, jour=…)`; and what is kept of a term:
`recompter`, `fait`."""

from datetime import date

from odoo.addons.parcours_accueil.droit import delais
from odoo.addons.parcours_accueil.droit.delais import Regime, prochaine
from odoo.addons.parcours_accueil.droit.faits import lire_faits
from odoo.addons.parcours_accueil.droit.modele import TablesDroit
from odoo.addons.registre_national.histoire.dates import lire_partielle
from odoo.addons.registre_national.histoire.histoire import Histoire
from odoo.addons.registre_national.histoire.modele import Information

JOUR = date(2026, 11, 24)
INSCRIPTION = Regime(rappel=30)
TABLES = TablesDroit(
    ue_plus=frozenset({"111", "129", "173", "103", "117", "127", "150"}),
    belge="150",
    cartes_connues=frozenset({"0001", "0010", "0012", "0017", "0018", "0021", "0030", "0040", "0061", "0120"}),
    cartes_long_sejour=frozenset({"0010", "0012", "0017", "0018", "0021", "0040", "0061"}),
    cartes_remplacement=frozenset({"0120"}),
    cartes_exclues=frozenset({"0012", "0017", "0018", "0021", "0030", "0040", "0061"}),
    nationalites_connues=frozenset({"111", "129", "173", "127", "150", "112", "262", "354", "711", "999"}),
    motifs_connus=frozenset({"0101xx", "0102xx", "020000", "020100", "0203xx", "040401", "0501xx", "0601xx", "090000"}),
    nationalites_protegees=frozenset({"8xx"}),
    motifs_proteges=frozenset({"020000", "020100"}),
    statuts_connus=frozenset({"1", "2", "3"}),
    statuts_proteges=frozenset({"1", "2"}),
    communes=frozenset(str(21000 + rang) for rang in range(1, 20)),
)


def entree(numero, it, code, debut, fin=None, **contenu):
    """An `Information`; dates as the register writes them ("2023-05-00": day unknown)."""
    return Information(numero, it, code, *lire_partielle(debut).etendue, *lire_partielle(fin).etendue, contenu)


def lire(*entrees, naissance="1990-05-12", jour=JOUR, tables=TABLES):
    """The facts of entries given as (it, code, start[, end][, {content}]), numbered from 1 in the order given."""
    informations = []
    for numero, (it, code, debut, *reste) in enumerate(entrees, 1):
        contenu = reste.pop() if reste and isinstance(reste[-1], dict) else {}
        informations.append(entree(numero, it, code, debut, *reste, **contenu))
    return lire_faits(Histoire(informations, tables), lire_partielle(naissance).etendue, jour).faits


def valeurs(faits, *cles):
    return tuple(faits[cle].valeur for cle in cles)


def carte(code, debut, expiration="2028-01-01", fin=None):
    return ("195", code, debut, fin, {"expiration": expiration})


# An ordinary newcomer: Moroccan, card A, Schaerbeek, 10 May 2023.
NATIONALITE = ("031", "354", "1990-05-12")
REGISTRE = ("210", "1", "2023-05-10")
COMMUNE = ("001", "21015", "2023-05-10")
CARTE = carte("0010", "2023-05-10", "2025-05-09")
MOTIF = ("202", "040401", "2023-05-10")
ORDINAIRE = (NATIONALITE, REGISTRE, COMMUNE, CARTE, MOTIF)


def recompter(avant, constat, regime, jour, ouvert=True):
    """Count again; the next day to look is looked at here, once for all the tests of terms."""
    suivi, retire = delais.recompter(avant, constat, regime, jour, ouvert)
    assert suivi.date_action == prochaine(suivi, regime, jour, ouvert)
    return suivi._replace(date_action=None), retire


def fait(suivi, action, jour, motif=None, erreur=False, regime=INSCRIPTION):
    """Note what was done; the next day to look, as above."""
    apres = delais.fait(suivi, action, regime, jour, motif, erreur)
    assert apres.date_action == prochaine(apres, regime, jour)
    return apres._replace(date_action=None)
