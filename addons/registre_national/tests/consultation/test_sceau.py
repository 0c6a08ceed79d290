# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import json
import tempfile
import unittest
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from odoo.addons.registre_national.journal.cles import CleIllisible, trousseau
from odoo.addons.registre_national.journal.sceau import SCELLES, TOUTES, Chaine, sceau_ancien, sceller

MOMENT = datetime(2026, 3, 4, 5, 6, 7)
LIGNE = {"date": MOMENT, "user_id": 2, "niss": "1", "its": "000", "finalite": "x", "reference": "r", "tentative": 1}
LIGNE |= {"nature": "ok", "duree_ms": 0, "login": "anne", "nom": "Anne", "role": "", "motif": "guichet"}
K1, K2 = b"1" * 32, b"2" * 32


def lire(entrees):
    """The entries as a verification reads them: what PostgreSQL gives back."""
    lues = [entree | {"date": datetime.fromisoformat(str(entree["date"]))} for entree in entrees]
    return [(entree["previous_hash"], entree["hash"], [entree.get(colonne) for colonne in TOUTES]) for entree in lues]


def rompue(entrees, cles):
    """Rank of the first entry that is not what was sealed, from 1 on; 0 when all are."""
    chaine = Chaine(cles)
    for rang, lue in enumerate(lire(entrees), 1):
        if not chaine.suit(*lue):
            return rang
    return 0


def anciennes(nombre):
    """Entries as the code of their time sealed them: twelve columns, then fifteen, then sixteen."""
    entrees, precedent = [], ""
    for rang in range(1, nombre + 1):
        entree = {colonne: LIGNE.get(colonne) for colonne in SCELLES[:12]} | {"sequence": rang}
        entree |= {"operation": "registre"} if rang % 3 != 1 else {}
        entree |= {"service_id": 4} if rang % 3 == 0 else {}
        longueur = {1: 12, 2: 15, 0: 16}[rang % 3]
        textes = [entree.get(colonne) for colonne in SCELLES[:longueur]]
        textes = [v.isoformat(" ", "seconds") if hasattr(v, "isoformat") else v or "" for v in textes]
        sceau = sha256(f"{precedent}{json.dumps(textes, ensure_ascii=False)}".encode()).hexdigest()
        entrees.append(entree | {"previous_hash": precedent, "hash": sceau})
        precedent = sceau
    return entrees


def suite(entrees, nombre, nom="k1", cle=K1):
    """These entries, and so many sealed with that key after them."""
    derniere, precedent = (entrees[-1]["sequence"], entrees[-1]["hash"]) if entrees else (0, "")
    return entrees + sceller([LIGNE] * nombre, derniere, precedent, nom, cle)


class TestSceau(unittest.TestCase):
    def test_one_chain_from_the_first_version_to_a_second_key(self):
        log = suite(suite(anciennes(6), 3), 3, "k2", K2)
        self.assertEqual(rompue(log, {"k1": K1, "k2": K2}), 0)
        self.assertEqual(rompue(log, {"k2": K2}), 7, "no key is ever taken out")

    def test_the_first_seal_with_a_key_covers_the_last_one_without(self):
        log = suite(anciennes(3), 1)
        changee = log[2] | {"niss": "0"}
        changee["hash"] = sceau_ancien(changee["previous_hash"], [changee.get(colonne) for colonne in SCELLES])
        self.assertEqual(rompue([*log[:2], changee, log[3]], {"k1": K1}), 4)
        self.assertEqual(rompue([*log[:2], log[2] | {"service_id": None}, log[3]], {"k1": K1}), 3)

    def test_an_entry_broken_on_purpose_hides_nothing_after_it(self):
        log = suite([], 6)
        cassee = suite(log, 1)
        cassee[-1] |= {"hash": "0" * 64}
        apres = sceller([LIGNE] * 4, 7, "0" * 64, "k1", K1)
        self.assertEqual(self.rangs([*cassee, *apres]), [7], "the first one is told, and the rest is read")
        apres[2] |= {"niss": "0"}
        self.assertEqual(self.rangs([*cassee, *apres]), [7, 10])
        del apres[1]
        self.assertEqual(self.rangs([*cassee, *apres]), [7, 9], "the one before it is missing, and it was changed")

    def rangs(self, entrees):
        chaine = Chaine({"k1": K1})
        return [rang for rang, lue in enumerate(lire(entrees), 1) if not chaine.suit(*lue)]

    def test_nobody_goes_back_to_seals_without_a_key(self):
        log = suite([], 2)
        faux = LIGNE | {"sequence": 3, "previous_hash": log[-1]["hash"]}
        faux["hash"] = sceau_ancien(faux["previous_hash"], [faux.get(colonne) for colonne in SCELLES])
        self.assertEqual(rompue([*log, faux], {"k1": K1}), 3)

    def test_a_rewritten_log_is_broken_at_its_first_entry(self):
        self.assertEqual(rompue(suite([], 3, "k1", K2), {"k1": K1}), 1)

    def test_every_column_is_covered_and_nothing_is_zero(self):
        log = suite([], 3)
        for colonne in TOUTES:
            for valeur in (None, "", 0, 99, "autre", datetime(2027, 1, 1)):
                change = log[1] | {colonne: valeur}
                if change == log[1] or (colonne == "date" and not isinstance(valeur, datetime)):
                    continue
                with self.subTest(colonne=colonne, valeur=valeur):
                    self.assertNotEqual(rompue([log[0], change, log[2]], {"k1": K1}), 0)

    def test_entries_out_of_order_doubled_or_missing(self):
        log = suite([], 4)
        for autre in (log[1:], [log[0], log[2], log[1], log[3]], [*log[:2], log[1], *log[2:]], [log[0], *log[2:]]):
            self.assertTrue(rompue(autre, {"k1": K1}))


class TestCles(unittest.TestCase):
    def setUp(self):
        dossier = tempfile.TemporaryDirectory()
        self.addCleanup(dossier.cleanup)
        self.chemin = Path(dossier.name) / "cles"

    def _ecrire(self, texte, mode=0o600):
        self.chemin.write_text(texte, encoding="utf-8")
        self.chemin.chmod(mode)
        return trousseau(self.chemin)

    def test_the_last_line_seals(self):
        cles = self._ecrire(f"# ours\nk1 {'1' * 64}\n\nk2 {'2' * 64}\n")
        self.assertEqual(list(cles), ["k1", "k2"])
        self.assertEqual(cles["k2"], bytes.fromhex("2" * 64))
        self.assertEqual(list(self._ecrire(f"k1 {'1' * 64}\nk2 {'2' * 64}\nk3 {'3' * 64}\n"))[-1], "k3", "as it is now")

    def test_what_is_no_key_is_said(self):
        for texte in ("", "k1\n", "k1 12\n", f"k1 {'1' * 64}\nk1 {'2' * 64}\n", f"k 1 {'1' * 64}\n"):
            with self.subTest(texte=texte), self.assertRaisesRegex(CleIllisible, "holds no key"):
                self._ecrire(texte)

    def test_a_key_that_everybody_reads_is_refused(self):
        with self.assertRaisesRegex(CleIllisible, "chmod 600"):
            self._ecrire(f"k1 {'1' * 64}\n", 0o644)

    def test_no_file_is_said(self):
        for chemin in ("", None, self.chemin):
            with self.assertRaisesRegex(CleIllisible, "cannot be read|No file"):
                trousseau(chemin)
