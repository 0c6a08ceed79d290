# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The two versions as they are shipped, against law.md: every value, every article, every doubt marked."""

from odoo.tests import tagged

from ..common import ParcoursCase

# law.md §5 and §7: value, article in R2.
VALEURS = {
    "mois_inscription": (6, "art. 5 §1"),
    "mois_achevement": (18, "art. 7 §2"),
    "mois_sommation": (2, "art. 14 §2-3"),
    "mois_preuve_amende": (2, "art. 15 §1 2°"),
    "annees_amende": (2, "art. 15 §2"),
    "montant_amende": (100, "art. 15 §1"),
    "plafond_amendes": (2500, "art. 15 §1"),
    "jours_recours": (60, "art. 15 §2"),
    "jours_paiement": (30, None),
    "jours_audition": (30, None),
    "annees_prescription": (5, "art. 15 §2"),
}
# law.md §5 [open]: when the term to register starts, time to pay, time to be heard.
VALEURS_OUVERTES = {"mois_inscription", "jours_paiement", "jours_audition"}
# Rules of R2 of which law.md says [open] or [code to be confirmed], and why.
REGLES_OUVERTES = {
    "c2": "the day the obligation began is a default (§2b)",
    "c5": "a break restarts the legal stay (§2b, open)",
    "e1": "reasons 0501xx, 0502xx, 0503xx",
    "e3_belge_ref": "reason 0101xx",
    "e3_belge_jour": "reason 0101xx",
    "e3b_ref": "card 0061",
    "e3b_jour": "card 0061",
    "e4_ref": "reason 0601xx",
    "e4_jour": "reason 0601xx",
    "e9": "which categories (§3)",
    "e10": "reason 0203xx",
}
# law.md §3: code -> how it is known, end
EXEMPTIONS = {
    "1": ("auto", "permis"),
    "2": ("auto", "aucune"),
    "3": ("auto ou document", "aucune"),
    "3b": ("auto", "aucune"),
    "4": ("document", "aucune"),
    "5": ("demande", "aucune"),
    "6": ("demande", "aucune"),
    "7": ("demande", "aucune"),
    "8": ("demande", "aucune"),
    "9": ("auto", "aucune"),
    "10": ("auto", "permis"),
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

    def test_valeurs_et_articles(self):
        for nom, (valeur, article) in VALEURS.items():
            for version in self.r1 | self.r2:
                with self.subTest(nom, version=version.code):
                    self.assertEqual(version[nom], valeur)
                    self.assertTrue(version[f"{nom}_article"])
            with self.subTest(nom):
                self.assertEqual(self.r2[f"{nom}_a_confirmer"], nom in VALEURS_OUVERTES)
                if article:
                    self.assertEqual(self.r2[f"{nom}_article"], article)
                self.assertTrue(self.r1[f"{nom}_a_confirmer"], "the whole first regime awaits confirmation")

    def test_toute_valeur_du_modele_est_verifiee(self):
        """A term or amount added to the model is added to the table above, with its mark."""
        champs = self.env["parcours.reglement"]._fields
        avec_marque = {nom.removesuffix("_a_confirmer") for nom in champs if nom.endswith("_a_confirmer")}
        self.assertLessEqual(set(VALEURS), avec_marque)

    def test_marques_des_regles(self):
        r1, r2 = self.regles("r1"), self.regles("r2")
        self.assertEqual(set(r1), set(r2), "both regimes have the same rules")
        self.assertTrue(all(regle.a_confirmer for regle in r1.values()))
        self.assertEqual({nom for nom, regle in r2.items() if regle.a_confirmer}, set(REGLES_OUVERTES))
        self.assertTrue(self.r1.a_confirmer and self.r2.a_confirmer)

    def test_un_code_de_motif_est_certain_ou_marque(self):
        """A reason of residence in a condition is one register.md is sure of, or its rule is marked."""
        for nom, regle in self.regles("r2").items():
            textes = [mot for mot in regle.domaine.split("'") if mot.endswith("%")]
            for code in textes:
                with self.subTest(nom, code=code):
                    self.assertTrue(code in CODES_CERTAINS or regle.a_confirmer)

    def test_exemptions(self):
        for version in self.r1 | self.r2:
            exemptions = version.regle_ids.filtered(lambda regle: regle.type == "exemption")
            self.assertEqual(list(dict.fromkeys(exemptions.mapped("code"))), list(EXEMPTIONS), "the order of the law")
            for code, (genre, fin) in EXEMPTIONS.items():
                regles = exemptions.filtered(lambda regle, code=code: regle.code == code)
                with self.subTest(code, version=version.code):
                    self.assertEqual(set(regles.mapped("fin")), {fin})
                    self.assertEqual(set(regles.mapped("sur_demande")), {genre == "demande"})
                    attendu = {"auto": {False}, "document": {True}, "demande": {False}}.get(genre, {True, False})
                    self.assertEqual(set(regles.mapped("examen_document")), attendu)
                    self.assertEqual(set(regles.mapped("article")), {"art. 5 §2"})

    def test_conditions(self):
        for version in self.r1 | self.r2:
            conditions = version.regle_ids.filtered(lambda regle: regle.type == "condition")
            self.assertEqual(conditions.mapped("code"), ["C1", "C2", "C3", "C4", "C5"])
            self.assertEqual(set(conditions.mapped("article")), {"art. 2 1°"})

    def test_textes_en_trois_langues(self):
        """What an agent reads to the person exists in both languages of the Region."""
        for lang in ("fr_BE", "nl_BE"):
            for regle in (self.r1 | self.r2).regle_ids.with_context(lang=lang):
                for champ in ("name", "explication", "changement"):
                    with self.subTest(lang, regle=regle.code, champ=champ):
                        self.assertTrue(regle[champ])
                        self.assertNotEqual(regle[champ], regle.with_context(lang="en_US")[champ])
