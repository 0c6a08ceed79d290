# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""An organiser reads where somebody stands with it, and nothing of a summons, a refusal, a transfer or a sanction."""

from datetime import date

from lxml import etree

from odoo.tests import tagged

from .tentatives import AccesCase

#: What an organiser may not read of a file, search on, group by, sort by or export.
CACHES = (
    "stage_id",
    "stage_code",
    "etape_laterale",
    "resultat",
    "exemption_code",
    "motif_cloture",
    "date_echeance",
    "echeance_type",
    "echeance_explication",
    "motif_sans_echeance",
    "date_bascule",
    "a_informer",
    "issue_a_appliquer",
    "issue_signalee",
    "cloture_a_verifier",
    "lettre_attente",
    "note",
    "sanction_ids",
    "sanction_count",
    "contestation_ids",
    "exemption_ids",
    "message_ids",
)
TUS = ("sommation_envoyee", "sommation_recue", "constat_refus", "transfert_vivalis", "cloture", "revue_delai")
#: What would tell it, in the words of the screens.
MOTS = ("Summon", "summon", "efusal", "ransferred to", "somme", "refus", "transfer", "anction")


@tagged("post_install", "-at_install")
class TestEtapesOrganisateur(AccesCase):
    genre = "the stage of an organiser"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossier, cls.calme = cls.ici[:2]
        cls.calme._enregistrer("inscription_organisateur", date(2024, 5, 6), organisateur_id=cls.bapa.id)
        for genre, jour in (
            ("attestation_remise", date(2024, 3, 15)),
            ("sommation_envoyee", date(2025, 11, 10)),
            ("sommation_recue", date(2025, 11, 14)),
            ("constat_refus", date(2026, 2, 2)),
        ):
            cls.dossier._noter(genre, jour, **({"canal": "remise"} if genre.startswith("sommation_e") else {}))
        cls.env.flush_all()
        cls.env.invalidate_all()

    def test_the_refusal_does_not_show(self):
        self.assertIn(self.dossier.stage_code, ("refus", "transfere"))
        self.assertTrue(self.dossier.sanction_ids)
        with self.tentative("organisateur", "stands where who is not refused stands"):
            self.assertEqual(self.dossier.etape_organisateur, self.calme.etape_organisateur)
            self.assertEqual(self.dossier.etape_organisateur, "inscrit")
        lu = self.rpc("organisateur", "parcours.dossier", "fields_get", [], ["type", "groupable", "string"])
        visibles = [nom for nom, dit in lu.valeur.items() if dit["type"] not in ("one2many", "many2many", "binary")]
        for par in ("call_kw", "json2"):
            self.rien("organisateur", "parcours.dossier", "read", self.dossier.ids, visibles, par=par, secrets=MOTS)

    def test_what_an_organiser_may_not_read_it_cannot_use_either(self):
        for nom in CACHES:
            champ = self.env["parcours.dossier"]._fields[nom]
            for par in ("call_kw", "json2", "xmlrpc"):
                self.refuse("organisateur", "parcours.dossier", "read", self.dossier.ids, [nom], par=par)
            self.refuse("organisateur", "parcours.dossier", "web_search_read", [], {nom: {}})
            self.refuse("organisateur", "parcours.dossier", "search_count", [(nom, "!=", False)])
            self.refuse("organisateur", "parcours.inscription", "search_count", [(f"dossier_id.{nom}", "!=", False)])
            self.refuse("organisateur", "parcours.dossier", "export_data", self.dossier.ids, [nom])
            self.refuse(
                "organisateur",
                "parcours.inscription",
                "export_data",
                self.dossier.inscription_ids.ids,
                [f"dossier_id/{nom}"],
            )
            if champ.store and champ.type != "html":
                self.refuse("organisateur", "parcours.dossier", "formatted_read_group", [], [nom], ["__count"])
        ordre = [
            self.rpc("organisateur", "parcours.dossier", "search", [], order=f"date_echeance {sens}, id").valeur
            for sens in ("asc", "desc")
        ]
        with self.tentative("organisateur", "sorts by the hidden date"):
            self.assertEqual(*ordre)
            self.assertEqual(ordre[0], sorted((self.dossier | self.calme).ids))

    def test_events_and_terms_of_a_summons_are_not_read(self):
        tus = self.dossier.evenement_ids.filtered(lambda e: e.type in TUS)
        self.assertGreaterEqual(len(tus), 3)
        for un in tus:
            self.refuse("organisateur", "parcours.evenement", "read", un.ids, ["type"])
        self.vide("organisateur", "parcours.evenement", "search", [("type", "in", TUS)])
        self.vide("organisateur", "parcours.dossier", "search", [("evenement_ids.type", "in", TUS)])
        self.vide("organisateur", "parcours.delai", "search", [("type_id.code", "=", "sommation")])
        self.vide("organisateur", "parcours.dossier", "search", [("delai_ids.type_id.code", "=", "sommation")])
        self.refuse("organisateur", "parcours.dossier", "search", [("delai_ids.state", "=", "arrete")])
        self.refuse("organisateur", "parcours.delai", "search_read", [], ["state"])
        for nom in ("date_etat", "date_suite", "revue", "revue_motif", "erreur"):
            self.refuse("organisateur", "parcours.delai", "search_read", [], [nom])
            self.refuse("organisateur", "parcours.dossier", "search", [(f"delai_ids.{nom}", "!=", False)])
        champs = {
            "evenement_ids": {"fields": {"display_name": {}, "details": {}}},
            "delai_ids": {"fields": {"display_name": {}, "explication": {}}},
        }
        self.rien("organisateur", "parcours.dossier", "web_read", self.dossier.ids, champs, secrets=MOTS)
        self.vide("organisateur", "mail.message", "search", [("model", "in", ("parcours.dossier", "sanction.dossier"))])

    def test_the_search_of_everybody_says_the_same(self):
        """The trace of who is not in charge, and the row of the own organiser."""
        for role in ("organisateur", "organisateur_bon", "agent_ixelles"):
            for dossier in (self.dossier, self.calme):
                chez_soi = role == "organisateur"
                demande = ("chercher", dossier.niss) if chez_soi else ("chercher_ailleurs", dossier.niss, "guichet")
                reponse = self.rpc(role, "registre.recherche", *demande)
                with self.tentative(role, "status in the search"):
                    self.assertFalse(reponse.erreur, reponse.mots)
                    self.assertIn("Enrolled", reponse.brut)

    def test_the_screens_of_an_organiser_work(self):
        """Not attempts: its list, its board by its stages, its page ask for nothing that it may not read."""
        for vue in ("list", "kanban", "form", "search"):
            with self.tentative("organisateur", f"view {vue}"):
                arch = self.rpc("organisateur", "parcours.dossier", "get_view", view_type=vue).valeur["arch"]
                champs = set(etree.fromstring(arch).xpath("//field[not(ancestor::field)]/@name"))
                self.assertFalse(champs & set(CACHES))
        with self.tentative("organisateur", "its board"):
            self.assertIn(
                'default_group_by="etape_organisateur"',
                self.comme("organisateur", "parcours.dossier").get_view(view_type="kanban")["arch"],
            )
            groupes = self.rpc(
                "organisateur", "parcours.dossier", "web_read_group", [], ["etape_organisateur"], ["__count"]
            )
            self.assertEqual([g["__count"] for g in groupes.valeur["groups"]], [2])
        lus = self.rpc("organisateur", "parcours.delai", "fields_get", [], ["type"]).valeur
        with self.tentative("organisateur", "reads its terms"):
            reponse = self.rpc("organisateur", "parcours.delai", "search_read", [], list(lus))
            self.assertFalse(reponse.erreur, reponse.mots)
            self.assertTrue(reponse.valeur)

    def test_the_stage_follows_the_pathway(self):
        calme = self.calme
        calme._noter("attestation_organisateur", date(2024, 6, 3))
        self.assertEqual(calme.etape_organisateur, "en_cours")
        calme._noter("sommation_envoyee", date(2025, 11, 10), canal="remise")
        calme._noter("sommation_recue", date(2025, 11, 14))
        self.assertEqual(calme.etape_organisateur, "en_cours", "a summons does not show")
        calme._noter("attestation_fin", date(2026, 3, 2))
        self.assertEqual(calme.etape_organisateur, "termine")
        self.assertFalse(self.ici[2].etape_organisateur, "with no organiser yet")
