# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import re

from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase

from ..soap.modele import Entree
from . import fichiers as f
from .commun import activer_langues

ETATS = (
    "<CivilStates>"
    + "".join(
        f"<CivilState>{f.date(f'{annee}-01-01')}<CivilState><Code>{code}</Code>{libelle}</CivilState></CivilState>"
        for annee, code, libelle in (
            (2010, "10", "<Label>Célibataire</Label>"),
            (2020, "20", "<Label>Marié</Label>"),
            (2024, "77", ""),
        )
    )
    + "</CivilStates>"
)
STATUTS = (
    f"<StatusOfRefugee><StatusOfRefugee>{f.date('2021-01-01')}<ApplicationFiled><Label>x</Label></ApplicationFiled>"
    f"</StatusOfRefugee><StatusOfRefugee>{f.date('2022-01-01')}<Protection><Code>2</Code><Label>Protection subsidiaire"
    f"</Label></Protection></StatusOfRefugee><StatusOfRefugee>{f.date('2023-01-01')}<Inconnu/></StatusOfRefugee>"
    "</StatusOfRefugee>"
)


class TestCode(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        activer_langues(cls.env)

    def _libelle(self, table, code, lang="fr_BE"):
        return self.env["registre.code"].with_context(lang=lang)._libelle(table, code)

    def test_codes_are_said_in_each_language(self):
        self.assertEqual(self._libelle("nationalite", "129"), "Pays-Bas")
        self.assertEqual(self._libelle("nationalite", "129", "nl_BE"), "Nederland")
        self.assertEqual(self._libelle("nationalite", "129", "en_US"), "Netherlands")
        self.assertEqual(
            self._libelle("nationalite", "854"), "Statut de réfugié", "8xx stands for every code of a refugee"
        )
        self.assertEqual(self._libelle("motif", "010217"), "Famille d’un citoyen de l’UE ou suisse")
        self.assertEqual(
            self._libelle("motif", "020100"), "Protection internationale", "the exact code wins over a pattern"
        )
        self.assertIn("123456", self._libelle("motif", "123456"))
        self.assertEqual(self._libelle("carte", False), "")

    def test_nationals_of_the_eu_plus_are_those_of_the_list(self):
        """registre.md §3: 26 member states with the old German codes, EEA and Switzerland; Belgium apart, and nobody
        else is ever EU+.
        """
        codes = self.env["registre.code"].search([("table", "=", "nationalite"), ("ue_plus", "=", True)]).mapped("code")
        self.assertEqual(len(codes), 32)
        self.assertLessEqual({"103", "170", "173", "127", "117", "118", "121"}, set(codes))
        self.assertFalse({"150", "112", "711", "999", "8xx"} & set(codes))

    def test_a_changed_label_is_seen_at_once(self):
        self.assertEqual(self._libelle("registre", "1"), "Registre des étrangers")
        self.env.ref("registre_national.code_registre_1").label_fr = "Autre"
        self.assertEqual(self._libelle("registre", "1"), "Autre")

    def test_each_code_that_we_ship_is_said_in_three_languages_and_of_nobody_as_of_a_man(self):
        shipped = self.env["ir.model.data"].search(
            [("module", "=", "registre_national"), ("model", "=", "registre.code")]
        )
        codes = self.env["registre.code"].browse(shipped.mapped("res_id"))
        self.assertGreater(len(codes), 100)
        self.assertFalse(codes.filtered(lambda code: not (code.label_en and code.label_fr and code.label_nl)))
        people = codes.filtered(lambda code: code.table in ("situation", "motif", "nationalite"))
        masculine = re.compile(r"\b(?:décédé|radié|absent|réfugié|étudiant|travailleur|résident)(?!e)\b", re.IGNORECASE)
        named = [code.label_fr for code in people if masculine.match(code.label_fr)]
        self.assertFalse(named)

    def test_what_a_manager_adds_is_read_in_french_where_english_is_empty(self):
        code = self.env["registre.code"].create({"table": "motif", "code": "9", "label_fr": "Un", "label_nl": "Een"})
        self.assertEqual(code.with_context(lang="en_US").display_name, "Un")
        self.assertEqual(self._libelle("motif", "9", "en_US"), "Un")

    def test_an_update_of_the_module_keeps_changes(self):
        donnee = self.env["ir.model.data"].search(
            [("module", "=", "registre_national"), ("model", "=", "registre.code")]
        )
        self.assertTrue(all(donnee.mapped("noupdate")))

    def test_what_a_code_may_be(self):
        for code in ("abc", "xx", "1x2", "01-02"):
            with self.subTest(code=code), self.assertRaises(ValidationError):
                self.env["registre.code"].create({"table": "motif", "code": code, "label_fr": "a", "label_nl": "a"})

    def _lire(self, contenu):
        return self.env["registre.personne"]._enregistrer([([f.NISS], f.lire(f.identite() + contenu))])

    def _dits(self, personne, it, lang="fr_BE"):
        entrees = personne.information_ids.filtered(lambda i: i.it == it).sorted("date_from")
        return entrees.with_context(lang=lang).mapped("libelle")

    def test_words_of_the_register_where_no_table_is_published(self):
        """What the answer calls a code is learned once, to be confirmed; a code it does not name stays a code."""
        personne = self._lire(ETATS + STATUTS)
        dits = self._dits(personne, "120")
        self.assertEqual(dits[:2], ["Célibataire", "Marié"])
        self.assertIn("77", dits[2])
        codes = self.env["registre.code"].search([("table", "=", "etat_civil")])
        self.assertEqual(sorted(codes.mapped("code")), ["10", "20"])
        self.assertTrue(all(codes.mapped("a_confirmer")))
        # A manager translates; the next answers change nothing and nothing is doubled.
        codes.filtered(lambda c: c.code == "20").write({"label_nl": "Gehuwd", "label_fr": "Marié(e)"})
        self.env.invalidate_all()
        croyances = personne.information_ids.ids
        self._lire((ETATS + STATUTS).replace("Marié<", "En mariage<"))
        self.assertEqual(self._dits(personne, "120")[1], "Marié(e)")
        self.assertEqual(self._dits(personne, "120", "nl_BE")[1], "Gehuwd")
        self.assertEqual(self.env["registre.code"].search_count([("table", "=", "etat_civil")]), 2)
        self.assertEqual(personne.information_ids.ids, croyances, "other words for a code are no other fact")

    def test_steps_of_a_refugee_status_are_said(self):
        dits = self._dits(self._lire(STATUTS), "206", "en_US")
        self.assertEqual(dits, ["application filed", "Protection subsidiaire", "step of the procedure: Inconnu"])

    def test_a_document_named_by_its_label_is_a_card_or_stands_in_for_one(self):
        """Annexes 12, 15 and 35, and the cards of which only the letter is published (registre.md §3)."""
        annexes = ("Annexe 15", "BIJLAGE 35", "Document spécial: annexe 12")
        cartes = ("Carte K", "H-kaart", "Carte EU+", "Carte N (brexit)")
        autres = ("Annexe 3", "Annexe 150", "Carte d’identité", "Carte Identité", "Carte A", "")
        mots = dict(enumerate((*annexes, *cartes, *autres), 9100))
        self.env["registre.code"]._apprendre([Entree("195", None, None, str(c), {}, mot) for c, mot in mots.items()])
        codes = self.env["registre.code"].search([("table", "=", "carte"), ("code", "in", [str(c) for c in mots])])
        self.assertEqual(set(codes.filtered("remplacement").mapped("label_fr")), set(annexes))
        self.assertEqual(set(codes.filtered("long_sejour").mapped("label_fr")), set(cartes))
        self.assertEqual(len(codes), len(annexes) + len(cartes))
        self.assertTrue(all(codes.mapped("a_confirmer")))

    def test_a_refugee_status_named_by_its_label_is_a_protection_or_an_application(self):
        """To be confirmed; one that its label does not name is of a kind not known, and no rule guesses."""
        proteges = ("Réfugié reconnu", "Protection subsidiaire", "Erkend vluchteling", "Subsidiaire bescherming")
        candidats = ("Candidat réfugié", "Kandidaat-vluchteling", "Demandeur de protection subsidiaire")
        autres = ("Statut retiré à un réfugié reconnu", "Refus de protection subsidiaire", "Niet erkend", "Apatride")
        mots = dict(enumerate((*proteges, *candidats, *autres), 100))
        self.env["registre.code"]._apprendre([Entree("206", None, None, str(c), {}, mot) for c, mot in mots.items()])
        codes = self.env["registre.code"].search([("table", "=", "protection"), ("code", "in", [str(c) for c in mots])])
        self.assertEqual(set(codes.filtered("protection").mapped("label_fr")), set(proteges))
        self.assertEqual(set(codes.filtered("genre_inconnu").mapped("label_fr")), set(autres))
        self.assertEqual(len(codes), len(mots))
        self.assertTrue(all(codes.mapped("a_confirmer")))

    def test_reasons_and_nationalities_of_protection_are_in_the_tables(self):
        codes = self.env["registre.code"].search([("protection", "=", True), ("table", "in", ("motif", "nationalite"))])
        self.assertEqual(sorted(codes.mapped("code")), ["020000", "020100", "8xx"])
        self.assertTrue(all(codes.filtered(lambda c: c.table == "motif").mapped("a_confirmer")))

    def test_published_tables_learn_nothing(self):
        """A card or a reason nobody told us about stays unknown: the law's rules look at their tables."""
        avant = self.env["registre.code"].search_count([])
        entrees = [Entree(it, None, None, "9876", {}, "Mot") for it in ("031", "195", "202", "210", "001")]
        entrees += [Entree("120", None, None, code, {}, "Mot") for code in ("", "abc", "123456789")]
        self.env["registre.code"]._apprendre(entrees)
        self.assertEqual(self.env["registre.code"].search_count([]), avant)
