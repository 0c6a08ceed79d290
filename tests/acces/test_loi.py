# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What decides outcomes is changed by two people, whichever record it stands in."""

from odoo.tests import tagged

from odoo.addons.registre_national.models.registre_code import MARQUES

from .tentatives import AccesCase

ROLES = ("agent", "chef", "gestionnaire", "direction", "fonctionnaire", "organisateur", "statisticien", "auditeur")
ROLES += ("connexion", "technique", "interne")


@tagged("post_install", "-at_install")
class TestLoi(AccesCase):
    genre = "law"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.roles["direction2"] = cls._creer("direction2", "parcours_accueil.group_direction", "vivalis")
        cls.maroc = cls.env.ref("registre_national.code_nationalite_354")
        cls.obliges = cls.ici | cls.ailleurs

    def relus(self):
        """The outcomes once everybody is read again."""
        self.env["parcours.dossier"]._recevoir_personnes(self.obliges.personne_id)
        return set(self.obliges.mapped("resultat"))

    def test_nobody_says_on_the_screen_of_codes_what_a_code_means(self):
        self.assertEqual(self.relus(), {"oblige"})
        codes = self.maroc | self.env.ref("registre_national.code_carte_0010")
        for role in ROLES:
            for nom in (*MARQUES, "genre_inconnu"):
                for par in ("call_kw", "json2") if role == "gestionnaire" else ("call_kw",):
                    self.refuse(
                        role, "registre.code", "write", codes.ids, {nom: not self.maroc[nom]}, par=par, intact=codes
                    )
                self.refuse(
                    role,
                    "registre.code",
                    "create",
                    [{"table": "nationalite", "code": "398", "label_fr": "x", "label_nl": "x", nom: True}],
                )
            self.refuse(role, "registre.code", "unlink", codes.ids, intact=codes)
            self.refuse(role, "registre.code", "write", codes.ids, {"code": "111"}, intact=codes)
        self.assertEqual(self.relus(), {"oblige"})

    def test_a_code_added_on_screen_has_a_name_and_means_nothing(self):
        vals = {"table": "motif", "code": "099900", "label_fr": "Nouveau", "label_nl": "Nieuw"}
        contexte = {f"default_{nom}": True for nom in MARQUES} | {"default_genre_inconnu": False}
        with self.tentative("gestionnaire", "adds a code with defaults of the context"):
            reponse = self.rpc("gestionnaire", "registre.code", "create", [vals], context=contexte)
            code = self.env["registre.code"].browse(reponse.valeur)
            self.assertEqual((code.genre_inconnu, *(code[nom] for nom in MARQUES)), (True, *[False] * len(MARQUES)))
            self.assertNotIn("099900", self.r2._tables(()).motifs_connus)
        with self.tentative("gestionnaire", "changes a label"):
            self.assertFalse(
                self.rpc("gestionnaire", "registre.code", "write", code.ids, {"label_nl": "Anders"}).erreur
            )
            traces = self.env["reglage.trace"].search([("res_model", "=", "registre.code"), ("champ", "=", "label_nl")])
            self.assertEqual(
                (traces.user_id, traces.avant, traces.apres), (self.roles["gestionnaire"], "Nieuw", "Anders")
            )

    def test_codes_are_a_version_of_the_law(self):
        ligne = self.r2.code_ids.filtered(lambda ligne: ligne.code == "354")
        for role in ROLES:
            self.refuse(role, "parcours.reglement.code", "write", ligne.ids, {"ue_plus": True}, intact=ligne)
            self.refuse(role, "parcours.reglement.code", "unlink", ligne.ids, intact=ligne)
            self.refuse(
                role,
                "parcours.reglement.code",
                "create",
                [{"reglement_id": self.r2.id, "table": "nationalite", "code": "399", "ue_plus": True}],
            )
            self.refuse(
                role, "parcours.reglement", "write", self.r2.ids, {"code_ids": [[1, ligne.id, {"ue_plus": True}]]},
                intact=ligne,
            )  # fmt: skip
        self.assertEqual(self.relus(), {"oblige"})

    def test_a_code_changes_what_people_must_by_a_draft_a_replay_and_a_second_person(self):
        copie = self.rpc("direction", "parcours.reglement", "copy", self.r2.ids).valeur
        brouillon = self.env["parcours.reglement"].browse(copie)
        ligne = brouillon.code_ids.filtered(lambda ligne: ligne.code == "354")
        for role in ("gestionnaire", "connexion", "fonctionnaire", "technique"):
            self.refuse(role, "parcours.reglement.code", "write", ligne.ids, {"ue_plus": True}, intact=ligne)
        self.assertFalse(self.rpc("direction", "parcours.reglement.code", "write", ligne.ids, {"ue_plus": True}).erreur)
        for role in ("direction", "direction2"):
            self.refuse(role, "parcours.reglement", "action_publier", brouillon.ids, intact=brouillon)
        rejeu = self.rpc("direction", "parcours.reglement", "action_rejouer", brouillon.ids).valeur
        rejeu = self.env["parcours.rejeu"].browse(rejeu["res_id"])
        changent = rejeu.ligne_ids.filtered("change")
        self.assertEqual(rejeu.state, "fini")
        self.assertEqual(
            [(c.resultat_avant, c.resultat_apres, c.exemption_apres) for c in changent], [("oblige", "exempte", "2")]
        )
        self.assertEqual(changent.nombre, len(self.obliges))
        self.assertEqual(set(self.obliges.mapped("resultat")), {"oblige"}, "a replay touches no file")
        self.assertFalse(self.rpc("direction", "parcours.reglement", "action_proposer", brouillon.ids).erreur)
        autre = brouillon.code_ids.filtered(lambda ligne: ligne.code == "262")
        self.rpc("direction", "parcours.reglement.code", "write", autre.ids, {"ue_plus": True})
        self.refuse("direction2", "parcours.reglement", "action_publier", brouillon.ids, mots="replay")
        self.rpc("direction", "parcours.reglement", "action_rejouer", brouillon.ids)
        self.rpc("direction", "parcours.reglement", "action_proposer", brouillon.ids)
        self.refuse("direction", "parcours.reglement", "action_publier", brouillon.ids, mots="yourself")
        self.assertFalse(self.rpc("direction2", "parcours.reglement", "action_publier", brouillon.ids).erreur)
        with self.enter_registry_test_mode():
            self.env.ref("parcours_accueil.cron_reexaminer_loi").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(set(self.obliges.mapped("exemption_code")), {"2"})
        self.assertEqual(
            (brouillon.propose_par, brouillon.publie_par), (self.roles["direction"], self.roles["direction2"])
        )

    def test_the_rest_of_a_published_version_is_frozen(self):
        for modele, vals in (
            ("parcours.regle", {"domaine": "[]"}),
            ("parcours.reglement.valeur", {"valeur": 60}),
            ("parcours.suspension.motif", {"mois": 60}),
        ):
            records = self.env[modele].search([("reglement_id", "=", self.r2.id)], limit=3)
            for role in ("gestionnaire", "direction", "connexion", "fonctionnaire", "technique"):
                self.refuse(role, modele, "write", records.ids, vals, intact=records)
                self.refuse(role, modele, "unlink", records.ids, intact=records)

    def test_one_head_alone_changes_no_term_and_no_remedy(self):
        genre = self.env["parcours.delai.type"].search([("code", "=", "inscription")])
        for role in ("gestionnaire", "connexion", "fonctionnaire", "technique", "chef"):
            self.refuse(role, "parcours.delai.type", "write", genre.ids, {"suspendable": False}, intact=genre)
        for nom in ("suspendable", "action_echue_id", "action_proche_id"):
            with self.tentative("direction", f"parcours.delai.type {nom}"):
                avant = genre[nom]
                self.rpc("direction", "parcours.delai.type", "write", genre.ids, {nom: False})
                self.assertEqual(genre[nom], avant)
        self.refuse("direction", "parcours.delai.type", "action_confirmer_proposition", genre.ids, mots="yourself")
        self.assertFalse(
            self.rpc("direction2", "parcours.delai.type", "action_confirmer_proposition", genre.ids).erreur
        )
        self.assertEqual((genre.suspendable, genre.action_echue_id.id), (False, False))

        mention = self.env.ref("parcours_accueil.mention_refus")
        for vals in ({"recours": "Aucun"}, {"date_fin": "2024-01-01"}, {"state": "brouillon"}, {"company_id": False}):
            self.refuse("direction", "parcours.mention", "write", mention.ids, vals, intact=mention)
        self.refuse(
            "direction", "parcours.mention", "update_field_translations", mention.ids, "recours", {"fr_BE": "Aucun"},
            intact=mention,
        )  # fmt: skip
        vals = {"name": "Autre", "date_debut": "2026-01-01", "mediateur": "Autre", "recours": "Aucun"}
        self.refuse("direction", "parcours.mention", "create", [{**vals, "state": "publie"}])
        neuf = self.rpc("direction", "parcours.mention", "create", [vals], context={"default_state": "publie"})
        neuf = self.env["parcours.mention"].browse(neuf.valeur)
        self.refuse("direction", "parcours.mention", "action_publier", neuf.ids, mots="yourself", intact=neuf)
        en_vigueur = self.env["parcours.mention"]._en_vigueur("refus", self.schaerbeek, neuf.date_debut)
        self.assertEqual(en_vigueur, mention)
        self.assertFalse(self.rpc("direction2", "parcours.mention", "action_publier", neuf.ids).erreur)
        en_vigueur = self.env["parcours.mention"]._en_vigueur("refus", self.schaerbeek, neuf.date_debut)
        self.assertEqual((en_vigueur, str(mention.date_fin)), (neuf, "2025-12-31"))

    def test_a_commune_is_one_by_our_data(self):
        for role in ROLES:
            self.refuse(
                role, "res.company", "write", self.schaerbeek.ids, {"nis_code": "21099"}, intact=self.schaerbeek
            )
            self.refuse(role, "res.company", "create", [{"name": "Vingtième", "nis_code": "21020"}])

    def test_defaults_of_a_user_decide_nothing(self):
        """Who sets one for everybody is an administrator; one's own changes no outcome."""
        for role in ("gestionnaire", "direction", "connexion"):
            champ = self.env["ir.model.fields"]._get("registre.code", "ue_plus")
            self.refuse(role, "ir.default", "create", [{"field_id": champ.id, "json_value": "true", "user_id": False}])
