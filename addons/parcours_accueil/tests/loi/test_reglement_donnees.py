# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The two versions as they are shipped, against loi.md: every value, every article, every doubt marked."""

from odoo.tests import tagged

from ..common import ParcoursCase

# loi.md §5 and §6: value, unit, article in R2 ("": none), whether it is open.
VALEURS = {
    "inscription": (6, "mois", "art. 5 §1", True),
    "achevement": (18, "mois", "art. 7 §2", False),
    "sommation": (2, "mois", "art. 14 §2-3", False),
    "presomption": (3, "jours_ouvrables", "", True),
    "age_cloture": (65, "annees", "art. 2 1°", True),
    "titre_absent": (90, "jours", "", True),
    "sejour_temporaire": (1, "annees", "art. 5 §2 1°", True),
    "fin_de_mois": (1, "choix", "", True),
    "convention": (30, "jours", "art. 5 §1", True),
    "heures_droits_devoirs": (10, "heures", "art. 6", True),
    "heures_citoyennete": (50, "heures", "art. 6", True),
    "absences_suite": (3, "fois", "", True),
    "absences_part": (30, "pour_cent", "", True),
    "heures_jour": (10, "heures", "", True),
    "sans_nouvelles": (90, "jours", "", True),
    "part_obliges": (80, "pour_cent", "", True),
}
# The second regime keeps no place for anybody.
SINON = {("R2", "part_obliges"): 0}
# Rules of R2 of which loi.md is not sure, and why.
REGLES_OUVERTES = {
    "c2": "the day the obligation began is a default (§2b)",
    "c5": "a break restarts the legal stay (§2b, open)",
    "e1": "reasons 0501xx, 0502xx, 0503xx",
    "e3_ref": "card 0021",
    "e3_jour": "card 0021",
    "e3_attestation": "for how long after the attestation (§2b, open)",
    "e3_belge_ref": "reason 0101xx",
    "e3_belge_jour": "reason 0101xx",
    "e3b_ref": "card 0061",
    "e3b_jour": "card 0061",
    "e4_ref": "reason 0601xx",
    "e4_jour": "reason 0601xx",
    "e9": "which categories (§3)",
    "e10": "reason 0203xx",
}
# loi.md §3: code -> how it is known
EXEMPTIONS = {
    "1": "auto",
    "2": "auto",
    "3": "auto ou document",
    "3b": "auto",
    "4": "document",
    "5": "demande",
    "6": "demande",
    "7": "demande",
    "8": "demande",
    "9": "auto",
    "10": "auto",
}
CODES_CERTAINS = ("0102%",)


@tagged("post_install", "-at_install")
class TestReglementDonnees(ParcoursCase):
    def regles(self, version):
        """Return {short name of the XML id: rule} of one version."""
        prefixe = f"regle_{version}_"
        donnees = self.env["ir.model.data"].search(
            [("module", "=", "parcours_accueil"), ("model", "=", "parcours.regle"), ("name", "=like", f"{prefixe}%")]
        )
        return {d.name.removeprefix(prefixe): self.env["parcours.regle"].browse(d.res_id) for d in donnees}

    def test_each_value_is_that_of_the_law_with_its_article_and_its_mark(self):
        for code, (nombre, unite, article, ouverte) in VALEURS.items():
            for version in self.r1 | self.r2:
                with self.subTest(code, version=version.code):
                    self.assertEqual(version._longueur(code), (SINON.get((version.code, code), nombre), unite))
                    self.assertEqual(version._article(code), article)
                    ligne = self.ligne(version, code)
                    self.assertTrue(article or ligne.remarque, "without an article, a remark says where it comes from")
                    # the whole first regime awaits confirmation
                    self.assertEqual(ligne.a_confirmer, ouverte or version == self.r1)

    def test_each_value_a_version_must_have_is_checked_here(self):
        """What this floor asks of a version; sanctions check their own."""
        requis = self.env["parcours.reglement"]._codes_requis()
        for code, (_nombre, unite, _article, _ouverte) in VALEURS.items():
            self.assertIn(unite, requis[code].unites)
        livrees = self.env["ir.model.data"].search(
            [("module", "=", "parcours_accueil"), ("model", "=", "parcours.reglement.valeur")]
        )
        lignes = self.env["parcours.reglement.valeur"].browse(livrees.mapped("res_id"))
        self.assertEqual(set(lignes.mapped("code")), set(VALEURS))
        for version in self.r1 | self.r2:
            self.assertEqual(set(version.valeur_ids.mapped("code")), set(requis))

    def test_rules_nobody_confirmed_are_marked(self):
        r1, r2 = self.regles("r1"), self.regles("r2")
        self.assertEqual(set(r1), set(r2), "both regimes have the same rules")
        self.assertTrue(all(regle.a_confirmer for regle in r1.values()))
        self.assertEqual({nom for nom, regle in r2.items() if regle.a_confirmer}, set(REGLES_OUVERTES))
        self.assertTrue(self.r1.a_confirmer and self.r2.a_confirmer)

    def test_a_reason_of_residence_is_certain_or_its_rule_is_marked(self):
        """A reason of residence in a condition is one registre.md is sure of, or its rule is marked."""
        for nom, regle in self.regles("r2").items():
            textes = [mot for mot in regle.domaine.split("'") if mot.endswith("%")]
            for code in textes:
                with self.subTest(nom, code=code):
                    self.assertTrue(code in CODES_CERTAINS or regle.a_confirmer)

    def test_each_exemption_is_shipped_as_the_law_says(self):
        for version in self.r1 | self.r2:
            exemptions = version.regle_ids.filtered(lambda regle: regle.type == "exemption")
            self.assertEqual(list(dict.fromkeys(exemptions.mapped("code"))), list(EXEMPTIONS), "the order of the law")
            for code, genre in EXEMPTIONS.items():
                regles = exemptions.filtered(lambda regle, code=code: regle.code == code)
                with self.subTest(code, version=version.code):
                    self.assertEqual(set(regles.mapped("sur_demande")), {genre == "demande"})
                    attendu = {"auto": {False}, "document": {True}, "demande": {False}}.get(genre, {True, False})
                    self.assertEqual(set(regles.mapped("examen_document")), attendu)
                    self.assertEqual(set(regles.mapped("article")), {"art. 5 §2"})

    def test_each_condition_is_shipped_as_the_law_says(self):
        for version in self.r1 | self.r2:
            conditions = version.regle_ids.filtered(lambda regle: regle.type == "condition")
            self.assertEqual(conditions.mapped("code"), ["C1", "C2", "C3", "C4", "C5"])
            self.assertEqual(set(conditions.mapped("article")), {"art. 2 1°"})

    def test_each_text_exists_in_three_languages(self):
        """What an agent reads to the person exists in both languages of the Region."""
        for lang in ("fr_BE", "nl_BE"):
            for regle in (self.r1 | self.r2).regle_ids.with_context(lang=lang):
                for champ in ("name", "explication", "changement"):
                    with self.subTest(lang, regle=regle.code, champ=champ):
                        self.assertTrue(regle[champ])
                        self.assertNotEqual(regle[champ], regle.with_context(lang="en_US")[champ])
            for valeur in (self.r1 | self.r2).valeur_ids.with_context(lang=lang):
                with self.subTest(lang, valeur=valeur.code):
                    self.assertNotEqual(valeur.name, valeur.with_context(lang="en_US").name)
