# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The examination: every rule at its edges, the order of the three values, batches, and what is written."""

import random
from datetime import date, timedelta
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from odoo.addons.parcours_accueil.models.dossier import examen as dossier_examen
from odoo.addons.parcours_socle.jour import aujourdhui

from ..common import FAITS_OBLIGE, ParcoursCase

UN_JOUR = timedelta(days=1)
IL_Y_A_90_JOURS = aujourdhui() - 90 * UN_JOUR
IL_Y_A_UN_AN = aujourdhui() - relativedelta(years=1)
AU_PAIR = {"jour_motif_sejour": "050112", "date_reference_min": aujourdhui() - 30 * UN_JOUR}
ATTESTATION = {
    f"{moment}_{nom}": valeur
    for moment in ("ref", "jour")
    for nom, valeur in (("carte", "0030"), ("motif_sejour", "010200"))
}
# (what, facts, outcome, exemption)
CAS = [
    ("nobody knows of an exemption", {}, "oblige", False),
    ("no registration with a permit", {"ref_inscription": "non"}, "hors_public", False),
    ("permit not in the tables", {"ref_inscription": False}, "a_examiner", False),
    (
        "last day before the obligation",
        dict.fromkeys(("date_reference", "date_reference_min", "date_reference_max"), date(2022, 5, 31)),
        "hors_public",
        False,
    ),
    (
        "first day of the obligation",
        dict.fromkeys(("date_reference", "date_reference_min", "date_reference_max"), date(2022, 6, 1)),
        "oblige",
        False,
    ),
    (
        "before or after the obligation began",
        {
            "date_reference": False,
            "date_reference_min": date(2022, 5, 1),
            "date_reference_max": date(2022, 6, 30),
        },
        "a_examiner",
        False,
    ),
    ("Belgian", {"ref_belge": "oui"}, "hors_public", False),
    ("nationality unknown", {"ref_belge": False}, "a_examiner", False),
    ("17 years old", {"ref_age_min": 17, "ref_age_max": 17}, "hors_public", False),
    ("18 years old", {"ref_age_min": 18, "ref_age_max": 18}, "oblige", False),
    ("17 or 18 years old", {"ref_age_min": 17, "ref_age_max": 18}, "a_examiner", False),
    ("newborn: zero is an age, not an unknown", {"ref_age_min": 0, "ref_age_max": 0}, "hors_public", False),
    ("64 years old", {"ref_age_min": 64, "ref_age_max": 64}, "oblige", False),
    ("64 or 65 years old", {"ref_age_min": 64, "ref_age_max": 65}, "a_examiner", False),
    ("65 years old", {"ref_age_min": 65, "ref_age_max": 65}, "hors_public", False),
    ("age unknown", {"ref_age_min": -1, "ref_age_max": -1}, "a_examiner", False),
    ("third anniversary of the stay", {"ref_sejour_annees_min": 3, "ref_sejour_annees_max": 3}, "hors_public", False),
    ("two years of stay", {"ref_sejour_annees_min": 2, "ref_sejour_annees_max": 2}, "oblige", False),
    ("two or three years of stay", {"ref_sejour_annees_min": 2, "ref_sejour_annees_max": 3}, "a_examiner", False),
    ("three years, perhaps more", {"ref_sejour_annees_min": 3, "ref_sejour_annees_max": -1}, "hors_public", False),
    ("two years, perhaps more", {"ref_sejour_annees_min": 2, "ref_sejour_annees_max": -1}, "a_examiner", False),
    ("stay unknown", {"ref_sejour_annees_min": -1, "ref_sejour_annees_max": -1}, "a_examiner", False),
    ("au pair", AU_PAIR, "exempte", "1"),
    ("working holiday", AU_PAIR | {"jour_motif_sejour": "050200"}, "exempte", "1"),
    ("family of an au pair", AU_PAIR | {"jour_motif_sejour": "050300"}, "exempte", "1"),
    ("au pair for a year", AU_PAIR | {"date_reference_min": IL_Y_A_UN_AN}, "exempte", "1"),
    ("au pair for longer", AU_PAIR | {"date_reference_min": IL_Y_A_UN_AN - UN_JOUR}, "a_examiner", False),
    ("au pair, since when not known", AU_PAIR | {"date_reference_min": False}, "a_examiner", False),
    ("au pair, 90th day without a card", AU_PAIR | {"jour_titre_fin": IL_Y_A_90_JOURS}, "exempte", "1"),
    ("au pair, 91st", AU_PAIR | {"jour_titre_fin": IL_Y_A_90_JOURS - UN_JOUR}, "a_examiner", False),
    ("au pair, end of the card unknown", AU_PAIR | {"jour_titre_fin": False}, "a_examiner", False),
    ("au pair, with a card of another stay", AU_PAIR | {"jour_carte_exclut": "oui"}, "oblige", False),
    ("au pair, with an unknown card", AU_PAIR | {"jour_carte_exclut": False}, "a_examiner", False),
    ("EU national then", {"ref_ue": "oui"}, "exempte", "2"),
    ("EU national since", {"jour_ue": "oui"}, "exempte", "2"),
    ("family of an EU national, F card", {"ref_motif_sejour": "010200", "ref_carte": "0017"}, "exempte", "3"),
    ("the same, F+ card, today", {"jour_motif_sejour": "010299", "jour_carte": "0018"}, "exempte", "3"),
    ("the same, card of family member", {"ref_motif_sejour": "010200", "ref_carte": "0021"}, "exempte", "3"),
    ("the same, attestation and then a card", {"ref_motif_sejour": "010200", "ref_carte": "0030"}, "oblige", False),
    ("the same, card pending", ATTESTATION, "exempte", "3"),
    ("the same, 90th day after", ATTESTATION | {"jour_carte_fin": IL_Y_A_90_JOURS}, "exempte", "3"),
    ("the same, 91st", ATTESTATION | {"jour_carte_fin": IL_Y_A_90_JOURS - UN_JOUR}, "a_examiner", False),
    ("the same, refused", ATTESTATION | {"jour_motif_sejour": "040400"}, "exempte", "3"),
    ("the same, reason unknown", ATTESTATION | {"jour_motif_sejour": False}, "a_examiner", False),
    ("F card with another reason", {"ref_carte": "0017"}, "a_examiner", False),
    ("F+ card with another reason, today", {"jour_carte": "0018"}, "a_examiner", False),
    ("card of family member with another reason", {"ref_carte": "0021"}, "oblige", False),
    ("the same with an A card: no exemption", {"ref_motif_sejour": "010200"}, "oblige", False),
    ("the same, card unknown", {"ref_motif_sejour": "010200", "ref_carte": False}, "a_examiner", False),
    ("family of a Belgian: document", {"ref_motif_sejour": "010100"}, "a_examiner", False),
    ("family of a Belgian today: document", {"jour_motif_sejour": "010101"}, "a_examiner", False),
    ("withdrawal agreement", {"ref_carte": "0061"}, "exempte", "3b"),
    ("withdrawal agreement today", {"jour_carte": "0061"}, "exempte", "3b"),
    ("card unknown, excluded by nationality and reason", {"ref_carte": False, "jour_carte": False}, "oblige", False),
    ("card unknown, British", {"jour_carte": False, "jour_britannique": "oui"}, "a_examiner", False),
    ("card unknown, perhaps British", {"ref_carte": False, "ref_britannique": False}, "a_examiner", False),
    ("card unknown, family", {"jour_carte": False, "jour_motif_sejour": "010300"}, "a_examiner", False),
    ("EU long-term resident: document", {"ref_motif_sejour": "060100"}, "a_examiner", False),
    ("temporary protection", {"jour_motif_sejour": "020300"}, "exempte", "10"),
    (
        "temporary protection, 90th day without a card",
        {"jour_motif_sejour": "020300", "jour_titre_fin": IL_Y_A_90_JOURS},
        "exempte",
        "10",
    ),
    (
        "temporary protection, 91st",
        {"jour_motif_sejour": "020300", "jour_titre_fin": IL_Y_A_90_JOURS - UN_JOUR},
        "a_examiner",
        False,
    ),
    (
        "temporary protection, then a card of another stay",
        {"jour_motif_sejour": "020300", "jour_carte_exclut": "oui"},
        "oblige",
        False,
    ),
    ("recognised refugee", {"ref_motif_sejour": "020000", "jour_motif_sejour": "020000"}, "oblige", False),
    ("student: no exemption", {"ref_motif_sejour": "040500", "jour_motif_sejour": "040500"}, "oblige", False),
    ("reason unknown", {"ref_motif_sejour": False, "jour_motif_sejour": False}, "a_examiner", False),
    # the order of the three values
    ("false condition and exemption", {"ref_age_min": 12, "ref_age_max": 12, "ref_ue": "oui"}, "hors_public", False),
    ("false condition and unknown", {"ref_age_min": 12, "ref_age_max": 12, "ref_belge": False}, "hors_public", False),
    ("exemption and unknown condition", {"ref_ue": "oui", "ref_age_min": 17, "ref_age_max": 18}, "exempte", "2"),
    ("two exemptions: the first of the law", AU_PAIR | {"ref_ue": "oui"}, "exempte", "1"),
    (
        "nothing is known",
        dict.fromkeys((nom for nom in FAITS_OBLIGE if not nom.endswith(("min", "max"))), False)
        | dict.fromkeys(("ref_age_min", "ref_age_max", "ref_sejour_annees_min", "ref_sejour_annees_max"), -1)
        | dict.fromkeys(("date_reference_min", "date_reference_max", "naissance_min", "naissance_max"), False),
        "a_examiner",
        False,
    ),
]


@tagged("post_install", "-at_install")
class TestExamen(ParcoursCase):
    def test_each_rule_decides_at_its_edges(self):
        dossiers = self.Dossier.browse()
        for _quoi, faits, _resultat, _exemption in CAS:
            dossiers |= self.fiche(**faits)
        dossiers._examiner("essai")
        for dossier, (quoi, _faits, resultat, exemption) in zip(dossiers, CAS, strict=True):
            with self.subTest(quoi):
                self.assertEqual((dossier.resultat, dossier.exemption_code), (resultat, exemption))

    def test_a_batch_gives_what_each_file_alone_gives(self):
        """A property over random facts: a batch gives what each file alone gives, trace included."""
        alea = random.Random(20261124)
        choix = {
            "ref_inscription": ["oui"] * 8 + ["non", False],
            "ref_belge": ["non"] * 8 + ["oui", False],
            "ref_ue": ["non"] * 8 + ["oui", False],
            "jour_ue": ["non"] * 8 + ["oui", False],
            "ref_motif_sejour": ["040400"] * 4 + ["010200", "010100", "060100", False],
            "jour_motif_sejour": ["040400"] * 4 + ["050100", "020300", False],
            "ref_carte": ["0010"] * 4 + ["0017", "0061", False],
            "jour_carte": ["0010"] * 4 + ["0018", "0061", False],
            "jour_carte_exclut": ["oui", "non", "non", False],
            "jour_britannique": ["oui", "non", "non", False],
            "jour_titre_fin": [date(2035, 3, 4), IL_Y_A_90_JOURS, IL_Y_A_90_JOURS - UN_JOUR, False],
        }
        tirages = []
        for _rang in range(60):
            faits = {nom: alea.choice(valeurs) for nom, valeurs in choix.items()}
            bas = alea.choice([-1, 10, 17, 18, 30, 40, 64, 65])
            faits |= {"ref_age_min": bas, "ref_age_max": bas if bas < 0 else bas + alea.choice([0, 1])}
            jour = date(2021 + alea.randrange(6), alea.randrange(1, 13), 1)
            faits |= dict.fromkeys(("date_reference", "date_reference_min", "date_reference_max"), jour)
            tirages.append(faits)
        en_lot = self.Dossier.browse()
        for faits in tirages:
            en_lot |= self.fiche(**faits)
        en_lot._examiner("lot")
        issues = set()
        for dossier, faits in zip(en_lot, tirages, strict=True):
            seul = self.fiche(**faits)
            seul._examiner("seul")
            self.assertEqual(
                (seul.resultat, seul.exemption_code, seul.reglement_id, seul.examen_id.trace),
                (dossier.resultat, dossier.exemption_code, dossier.reglement_id, dossier.examen_id.trace),
            )
            issues.add(seul.resultat)
        self.assertEqual(issues, {"oblige", "exempte", "hors_public", "a_examiner"}, "the draw covers every outcome")

    def test_the_date_of_the_fact_chooses_the_version(self):
        def version(reference, au_plus_tot=None, au_plus_tard=None):
            dossier = self.fiche(
                date_reference=reference,
                date_reference_min=au_plus_tot or reference,
                date_reference_max=au_plus_tard or reference,
            )
            dossier._examiner("essai")
            return dossier.reglement_id

        self.assertEqual(version(date(2023, 12, 31)), self.r1)
        self.assertEqual(version(date(2024, 1, 1)), self.r2)
        self.assertEqual(version(date(2019, 5, 1)), self.r1, "before the first version: the first")
        self.assertEqual(version(False), self.r2, "unknown: the version in force today")
        self.assertEqual(version(False, date(2023, 1, 1), date(2023, 12, 31)), self.r1, "no doubt about the regime")
        self.assertEqual(version(False, date(2023, 12, 1), date(2024, 1, 31)), self.r2)

    def test_an_examination_that_changes_nothing_is_not_written(self):
        dossier = self.ouvert()
        self.assertEqual(len(dossier.examen_ids), 1)
        self.assertFalse(dossier._examiner("encore"))
        self.assertEqual(len(dossier.examen_ids), 1)
        dossier.jour_ue = "oui"
        self.assertTrue(dossier._examiner("encore"))
        self.assertEqual(dossier.examen_ids.mapped("resultat"), ["exempte", "oblige"])
        self.assertEqual(dossier.examen_id.resultat, "exempte")
        self.assertEqual(dossier.examen_id.motif, "encore")

    def test_an_examination_keeps_its_rules_facts_and_sources(self):
        dossier = self.fiche(
            ref_age_min=17,
            ref_age_max=17,
            faits_origine={
                "notes": {"ref_carte": "code_inconnu"},
                "sources": {"ref_age_min": [7]},
                "entrees": {"7": {"it": "000", "date": "", "fin": "", "code": "1", "connu_le": "2026-01-02 00:00:00"}},
            },
        )
        dossier._examiner("essai")
        trace = dossier.examen_id.trace
        self.assertEqual(trace["faits"]["ref_age_min"], [17, "", [7]])
        self.assertEqual(trace["faits"]["ref_carte"], ["0010", "code_inconnu", []])
        self.assertEqual(trace["faits"]["date_reference"][0], "2024-03-04")
        self.assertEqual(trace["sources"]["7"]["it"], "000")
        age = self.env.ref("parcours_accueil.regle_r2_c4")
        self.assertEqual(trace["decisif"], [age.id])
        self.assertEqual(trace["regles"][str(age.id)], "faux")
        self.assertEqual(set(trace["regles"]), {str(regle.id) for regle in self.r2.regle_ids})

    def test_queries_grow_neither_with_files_nor_with_rules(self):
        """Queries grow neither with the files nor with the rules."""

        def cout(nombre):
            dossiers = self.Dossier.browse()
            for rang in range(nombre):
                dossiers |= self.fiche(ref_ue="oui" if rang % 2 else "non", ref_belge="oui" if rang % 3 else "non")
            return self.queries(lambda: dossiers._examiner("essai"))

        cout(2)  # caches of Odoo itself
        petit, grand = cout(20), cout(200)
        self.assertLess(grand, 60)
        self.assertLessEqual(grand - petit, 5)

    def test_an_examination_reads_only_the_columns_it_needs(self):
        """The conduct of a file reads its own columns: with one that is missing from its list, every examination would
        read all columns of every file, the long origin of the facts included."""
        # none that opens: counting its terms reads more
        dossiers = self.fiche(ref_belge="oui") | self.fiche(ref_ue="oui") | self.ouvert()
        self.env.flush_all()
        self.env.invalidate_all()
        dossiers._examiner("essai")
        lues = self.Dossier._fields["faits_origine"]._get_cache(self.env)
        self.assertFalse(set(lues) & set(dossiers.ids))

    def test_any_text_is_stored_as_it_is(self):
        """Whatever a text contains, it is stored as it is: nothing ends a field or a row of the bulk insertion."""
        motif = "a\tb\nc\rd\\e\\N\\.é“”"
        dossier = self.fiche(ref_carte='x"\\\t\n', faits_origine={"notes": {"ref_carte": "é\\n"}})
        examen = dossier._examiner(motif)
        self.assertEqual(examen.motif, motif)
        self.assertEqual(examen.trace["faits"]["ref_carte"], ['x"\\\t\n', "é\\n", []])
        vide = self.fiche()._examiner("")
        self.assertEqual((vide.motif, vide.exemption_code), (False, False))

    def test_more_files_than_one_batch_give_the_same_outcomes(self):
        """More files than one batch: the same outcomes, every examination returned."""
        dossiers = self.Dossier.browse()
        for rang in range(5):
            dossiers |= self.fiche(ref_ue="oui" if rang % 2 else "non")
        with patch.object(dossier_examen, "TAILLE_LOT", 2):
            examens = dossiers._examiner("essai")
        self.assertEqual(examens.dossier_id, dossiers)
        self.assertEqual(dossiers.mapped("resultat"), ["oblige", "exempte"] * 2 + ["oblige"])

    def test_no_file_is_examined_without_a_query(self):
        with self.assertQueryCount(0):
            self.assertFalse(self.Dossier.browse()._examiner("essai"))

    def test_an_examination_is_written_once(self):
        examen = self.ouvert().examen_id
        with self.assertRaisesRegex(Exception, "written once"):
            examen.write({"resultat": "exempte"})
