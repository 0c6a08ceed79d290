# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The panel: what decided first, articles, facts with their source, in the reader's language."""

from lxml import html

from odoo.tests import tagged

from ..common import ParcoursCase


@tagged("post_install", "-at_install")
class TestExplication(ParcoursCase):
    def texte(self, dossier):
        return " ".join(html.fromstring(dossier.explication).text_content().split())

    def test_the_sentence_says_outcome_and_what_decided(self):
        for faits, phrase in (
            ({}, "Obliged: all conditions are met and no exemption applies (art. 2 1°)."),
            ({"ref_ue": "oui"}, "Exempted: National of the EU"),
            ({"ref_age_min": 12, "ref_age_max": 12}, "Outside the target group, because this condition is not met"),
            ({"ref_belge": False}, "To be examined: not known: Belgian at the reference date."),
            ({"ref_motif_sejour": "010100"}, "To be examined: a document is needed: Family member of a Belgian"),
            (
                {"ref_age_min": 17, "ref_age_max": 18},
                "To be examined: not known: At least 18 and under 65 on the reference date.",
            ),
        ):
            with self.subTest(phrase):
                self.assertTrue(self.ouvert(**faits).explication_phrase.startswith(phrase), phrase)

    def test_a_missing_permit_is_said_as_the_only_cause(self):
        """Without a permit everything measured at the reference date is unknown: the sentence says the cause only."""
        phrase = self.arrivee(it195=None).explication_phrase
        self.assertTrue(phrase.startswith("To be examined: not known: First registration with a permit"))
        self.assertIn("no permit of more than three months is known yet", phrase)
        self.assertNotIn("Age", phrase)

    def test_the_panel_says_first_what_decided(self):
        dossier = self.arrivee(it031=[("111", "1990-05-12", {})])
        texte = self.texte(dossier)
        self.assertTrue(texte.startswith("Exempted: National of the EU"))
        self.assertLess(texte.index("What decided"), texte.index("Conditions"))
        self.assertIn("art. 5 §2", texte)
        self.assertIn("What would change it:", texte)
        self.assertRegex(texte, r"EU, EEA or Swiss national at the reference date: Yes Register: 031 Nationality, 111 ")
        self.assertIn("since 12/05/1990", texte)
        self.assertIn("known here since", texte)
        self.assertNotIn("On request", texte, "nobody asks who is exempt")
        oblige = self.texte(self.arrivee())
        self.assertIn("On request", oblige)
        self.assertEqual(oblige.count("Serious illness or disability"), 1, "each rule once")
        self.assertNotIn("jour_", texte, "no technical name")
        self.assertIn("Age at the reference date: 33", texte, "an interval of one value is said once")
        self.assertNotIn("at least", texte)

    def test_the_panel_speaks_the_language_of_its_reader(self):
        regle = self.env.ref("parcours_accueil.regle_r2_e2_ref")
        regle.with_context(lang="nl_BE").name = "Onderdaan van de EU"
        dossier = self.ouvert(ref_ue="oui")
        neerlandais = dossier.with_context(lang="nl_BE")
        self.assertIn("Onderdaan van de EU", neerlandais.explication)
        self.assertIn("Onderdaan van de EU", neerlandais.explication_phrase)
        self.assertNotIn("Onderdaan van de EU", dossier.with_context(lang="en_US").explication)
        self.assertIn("A-kaart", neerlandais.faits_html)
        self.assertIn("Carte A", dossier.with_context(lang="fr_BE").faits_html)

    def test_an_unknown_code_is_shown_as_it_came(self):
        dossier = self.arrivee(it202=[("777777", "2024-03-04", {})])
        self.assertEqual(dossier.resultat, "a_examiner")
        self.assertIn("a code that is not in our tables", self.texte(dossier))
        self.assertIn("777777", html.fromstring(dossier.faits_html).text_content(), "stored and shown as it came")

    def test_a_code_of_the_register_is_never_markup(self):
        """A code of the register is data, never markup."""
        dossier = self.fiche(ref_carte="<b>x</b>")
        dossier._examiner("essai")
        self.assertIn("&lt;b&gt;x&lt;/b&gt;", dossier.faits_html)
        self.assertNotIn("<b>x</b>", dossier.faits_html)

    def test_without_examination_there_is_no_explanation(self):
        self.assertFalse(self.fiche().explication)

    def test_what_would_change_it_comes_with_what_decided_and_conditions_met_are_folded(self):
        oblige = html.fromstring(self.arrivee().explication)
        self.assertIn("What would change it", oblige.find_class("o_parcours_phrase")[0].text_content())
        repliees = oblige.find_class("o_parcours_repliees")
        self.assertIn("Conditions met", repliees[0].text_content())
        self.assertFalse([d for d in repliees if d.get("open")], "folded")
        self.assertGreaterEqual(repliees[0].text_content().count("art. "), 5, "each with its article")
        mineur = html.fromstring(self.arrivee(it000=[("1", None, {"naissance": "2012-05-12"})]).explication)
        regle = mineur.find_class("o_parcours_changements")[0].text_content()
        self.assertIn("What would change it", regle)
        decide = mineur.xpath("//h2[1]/following-sibling::details[1]")[0]
        self.assertIn("Not met", decide.text_content())
        self.assertIsNotNone(decide.get("open"), "what decided is read at once")

    def test_a_ground_measured_on_two_days_is_said_once(self):
        citoyen = self.arrivee(it031=[("111", "1990-05-12", {})])
        self.assertEqual(citoyen.resultat, "exempte")
        self.assertEqual(citoyen.explication_phrase.count("art. 5"), 1, citoyen.explication_phrase)
        self.assertNotIn("reference date", citoyen.explication_phrase)
        famille = self.arrivee(it202=[("010100", "2024-03-04", {})])
        self.assertEqual(famille.explication_phrase.count("Family"), 1, famille.explication_phrase)
        panneau = html.fromstring(citoyen.explication).text_content()
        self.assertNotIn("Exemptions the person can ask for", panneau)
        self.assertIn("Exemptions the person can ask for", html.fromstring(famille.explication).text_content())

    def test_the_sentence_is_the_same_of_a_woman_and_of_a_man(self):
        homme, femme = self.arrivee(), self.arrivee(it000=[("2", None, {"naissance": "1990-05-12"})])
        homme.personne_id.sexe, femme.personne_id.sexe = "1", "2"
        for langue, debut in (("fr_BE", "Obligation\xa0:"), ("nl_BE", "Verplicht")):
            for personne in (homme, femme):
                self.assertTrue(personne.with_context(lang=langue).explication_phrase.startswith(debut), langue)
