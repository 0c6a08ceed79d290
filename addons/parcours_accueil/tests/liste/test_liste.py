# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The landing page: each list counts what its reader may see, opens in its order, and is a record like another."""

import re
from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from odoo.addons.parcours_socle.jour import aujourdhui

from ..common import ParcoursCase

#: What is of both; of Vivalis itself; and what communes do.
LIVREES = {"oublies"}
DE_VIVALIS = {"refus", "automates", "fins_a_verifier"}
DES_COMMUNES = {
    "courriers_a_imprimer",
    "courriers_a_poster",
    "courriers_revenus",
    "courriers_sans_reponse",
    "langues_a_demander",
    "urgents", "issues", "demenagements", "clotures", "a_informer", "a_examiner", "echeances_proches", "sans_agent",
    "miens", "revues", "suspensions_proches", "anomalies", "sommations", "refus_a_constater", "exemptions",
    "contestations", "exemptions_proches", "lettres_revenues", "lettres_sans_preuve", "lettres_accuse", "a_reinscrire",
    "documents",
}  # fmt: skip
#: The lists of an organiser.
DE_L_ORGANISATEUR = {"organisateur_inscrits", "organisateur_en_cours", "organisateur_suspendus", "organisateur_attente"}
DE_L_ORGANISATEUR |= {"organisateur_a_inscrire", "organisateur_conventions"}
DE_L_ORGANISATEUR |= {"organisateur_decrochages"}
DE_L_ORGANISATEUR |= {"organisateur_renvoyees", "organisateur_modules", "cours_du_jour"}


@tagged("post_install", "-at_install")
class TestListe(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Liste = cls.env["parcours.liste"]
        cls.agent = cls.utilisateur("agent", cls.schaerbeek)

    def listes(self, utilisateur):
        return {liste.code: liste for liste in self.Liste.with_user(utilisateur).search([("code", "!=", False)])}

    def comptes(self, utilisateur):
        self.env.invalidate_all()
        return {code: liste.nombre for code, liste in self.listes(utilisateur).items()}

    def test_each_role_finds_the_lists_shipped_for_it(self):
        vivalis, agent = set(self.listes(self.utilisateur("gestionnaire"))), set(self.listes(self.agent))
        self.assertEqual(LIVREES | DE_VIVALIS, vivalis, "its own queue: what communes do is in theirs")
        self.assertEqual(LIVREES | DES_COMMUNES, agent)
        self.assertEqual(set(self.listes(self.utilisateur("organisateur"))), DE_L_ORGANISATEUR)
        for liste in self.Liste.search([("code", "in", list(LIVREES | DE_VIVALIS | DES_COMMUNES))]):
            self.assertTrue(liste.consigne and liste.ordre and liste.group_ids, liste.code)

    def test_each_list_counts_its_files_and_no_other(self):
        """One file for each list: its count, and no other's file."""
        avant = self.comptes(self.agent)
        jour = aujourdhui()
        gestes = {
            "oublies": {"oubli": "sans_etape"},
            "sommations": {"date_echeance": jour - timedelta(1), "echeance_type": "inscription", "a_informer": False},
            "refus_a_constater": {
                "date_echeance": jour - timedelta(1),
                "echeance_type": "sommation",
                "a_informer": False,
            },
            "echeances_proches": {"date_echeance": jour + timedelta(30), "echeance_type": "inscription"},
            "urgents": {"priority": "1"},
            "issues": {"issue_a_appliquer": True},
            "demenagements": {"commune_a_acquitter": True},
            "clotures": {"phase": "cloture", "motif_cloture": "parti", "cloture_a_verifier": True},
            "a_examiner": {"resultat": "a_examiner"},
            "miens": {"user_id": self.agent.id},
        }
        for code, valeurs in gestes.items():
            with self.subTest(code):
                dossier = self.ouvert()
                self.ouvert(self.ixelles).sudo().write(valeurs if code != "miens" else {})
                sans = self.comptes(self.agent)
                dossier.sudo().write(valeurs)
                self.assertEqual(self.comptes(self.agent)[code], sans[code] + 1)
        apres = self.comptes(self.agent)
        self.assertGreater(apres["a_informer"], avant["a_informer"])
        self.assertGreater(apres["sans_agent"], avant["sans_agent"])
        region = self.comptes(self.utilisateur("gestionnaire"))
        self.assertGreater(region["oublies"], apres["oublies"], "the whole Region")

    def test_one_query_counts_all_lists(self):
        self.ouvert()
        listes = self.Liste.with_user(self.agent).search([])
        listes.mapped("nombre")  # warm: record rules, groups
        self.env.flush_all()
        self.env.invalidate_all()
        listes.mapped("domaine")
        # one counts; the others set its limit of time, and take it back
        with self.assertQueryCount(5):
            listes.mapped("nombre_texte")

    def test_rare_files_are_counted_from_an_index(self):
        """What is rare among 600,000 files is counted from an index of its own: the planner can use it."""
        Dossier = self.Dossier.with_user(self.utilisateur("gestionnaire"))
        listes = self.Liste.search([]).grouped("code")
        self.env.flush_all()
        self.cr.execute("SET LOCAL enable_seqscan = off")
        attendus = {
            "oublies": "oubli_idx", "issues": "issue_idx", "clotures": "cloture_a_verifier_idx",
            "urgents": "urgent_idx",
            "demenagements": "(acquitter_idx|ouverts_idx|echeances_commune_idx)",
            "refus": "(ouverts_idx|commune_etape_idx)",
        }  # fmt: skip
        for code, index in attendus.items():
            with self.subTest(code):
                requete = Dossier._search(listes[code]._domaine()).select()
                plan = self.env.execute_query(SQL("EXPLAIN %s", requete))
                self.assertRegex("\n".join(ligne for (ligne,) in plan), f"parcours_dossier_{index}")

    def test_counts_stop_at_the_ceiling(self):
        liste = self.Liste.create({"name": "Essai", "domaine": "[('phase', '=', 'dossier')]"})
        for _rang in range(4):
            self.ouvert()
        with patch("odoo.addons.parcours_accueil.models.liste.aujourd_hui.PLAFOND", 3):
            self.assertEqual((liste.nombre, liste.nombre_texte), (4, "3+"))

    def test_a_list_opens_with_what_it_counted(self):
        """The list opens with what it counted, in its order."""
        liste = self.listes(self.agent)["sommations"]
        jours = [date(2025, 3, 3), date(2025, 1, 6), date(2025, 2, 3)]
        for jour in jours:
            self.ouvert().sudo().write({"date_echeance": jour, "echeance_type": "inscription", "a_informer": False})
        action = liste.action_ouvrir()
        Dossier = self.Dossier.with_user(self.agent).with_context(**action["context"])
        lus = Dossier.web_search_read(action["domain"], {"date_echeance": {}})["records"]
        self.assertEqual(len(lus), liste.nombre)
        dates = [ligne["date_echeance"] for ligne in lus]
        self.assertEqual(dates, sorted(dates))
        lus = Dossier.web_search_read(action["domain"], {"date_echeance": {}}, order="date_echeance desc")["records"]
        self.assertEqual([ligne["date_echeance"] for ligne in lus], dates[::-1], "the reader's own order wins")
        self.assertEqual([vue for _id, vue in action["views"]], ["list", "kanban", "form"])

    def test_my_files_are_those_i_am_in_charge_of(self):
        liste = self.listes(self.agent)["miens"]
        self.assertIn(("user_id", "=", self.agent.id), [tuple(t) for t in liste.action_ouvrir()["domain"] if t != "&"])

    def test_a_new_list_is_a_record(self):
        direction = self.utilisateur("direction")
        nouvelle = self.Liste.with_user(direction).create(
            {"name": "Inscriptions en cours", "modele": "parcours.inscription", "domaine": "[('date_fin', '=', False)]",
             "ordre": "date_debut", "group_ids": [Command.link(self.env.ref("parcours_accueil.group_agent").id)]}
        )  # fmt: skip
        vue = nouvelle.with_user(self.agent)
        self.assertEqual(vue.nombre_texte, "0")
        self.assertEqual([mode for _id, mode in vue.action_ouvrir()["views"]], ["list", "form"])
        for faute in ({"domaine": "[('inconnu', '=', 1)]"}, {"domaine": "pas un domaine"}, {"ordre": "inconnu"}):
            with self.subTest(faute), self.assertRaises(ValidationError), self.cr.savepoint():
                nouvelle.write(faute)

    def test_a_list_that_cannot_be_read_leaves_the_others(self):
        """A field that went with an addon: a dash on its card, and the other cards count."""
        liste = self.Liste.create({"name": "Essai", "domaine": "[]"})
        self.env.flush_all()
        self.cr.execute("UPDATE parcours_liste SET domaine = %s WHERE id = %s", ["[('parti', '=', 1)]", liste.id])
        self.env.invalidate_all()
        comptes = {vue.id: vue.nombre_texte for vue in self.Liste.with_user(self.agent).search([])}
        self.assertEqual(comptes.pop(liste.id), "–")
        self.assertNotIn("–", comptes.values())

    def test_only_heads_at_vivalis_change_lists(self):
        lecteurs = [self.agent, self.utilisateur("chef", self.schaerbeek)]
        lecteurs.append(self.utilisateur("gestionnaire"))
        for utilisateur in lecteurs:
            listes = self.Liste.with_user(utilisateur).search([])
            self.assertTrue(listes)
            with self.assertRaises(AccessError):
                listes[:1].write({"name": "x"})
            with self.assertRaises(AccessError):
                listes.create({"name": "x"})
        for role in ("statisticien", "auditeur"):
            with self.assertRaises(AccessError):
                self.Liste.with_user(self.utilisateur(role)).search([])
        self.listes(self.utilisateur("direction"))["urgents"].name = "À faire vite"

    def test_a_filter_and_a_list_know_one_day_whatever_the_readers_time_zone(self):
        """At 00:30 in Brussels it is still the day before elsewhere, and already so far in the east."""
        with freeze_time("2026-11-24 23:30:00"):
            passe, proche, loin = self.ouvert(), self.ouvert(), self.ouvert()
            passe.sudo().date_echeance = date(2026, 11, 24)
            proche.sudo().date_echeance = date(2026, 12, 25)
            loin.sudo().date_echeance = date(2026, 12, 26)
            tous = passe | proche | loin
            tous.sudo().write({"echeance_type": "inscription", "a_informer": False})
            listes = self.listes(self.agent)
            for zone in ("Europe/Brussels", "America/New_York", "Pacific/Kiritimati", False):
                self.agent.tz = zone
                # as the browser gets it when it opens
                contexte = dict(self.env["res.users"].with_user(self.agent).context_get())
                for nom, liste, attendu in (
                    ("echeance_depassee", "sommations", passe),
                    ("echeance_proche", "echeances_proches", proche),
                ):
                    with self.subTest(zone=zone, nom=nom):
                        vus = self.Dossier.with_user(self.agent).with_context(**contexte)
                        parmi = Domain("id", "in", tous.ids)
                        filtre = parmi & Domain(self.filtres(vus)[nom])
                        self.assertEqual(vus.search(filtre), attendu)
                        self.assertEqual(sum(n for _g, n in vus._read_group(filtre, ["phase"], ["__count"])), 1)
                        self.assertEqual(vus.search(parmi & listes[liste]._domaine()), attendu)

    def test_every_filter_that_names_a_day_counts_from_today(self):
        """An offset alone counts from a moment, in UTC: an hour or two after midnight it is a day short."""
        notres = self.env["ir.module.module"].search([("author", "=", "Parcours d'accueil")]).mapped("name")
        trouves = 0
        for vue in self.env["ir.ui.view"].search([("type", "=", "search"), ("inherit_id", "=", False)]):
            if vue.get_external_id()[vue.id].split(".")[0] not in notres:
                continue
            for nom, domaine in self.filtres(self.env[vue.model], vue.id).items():
                jours = [v for v in re.findall(r"'([^']*)'", str(domaine)) if re.match(r"today|now|[=+-]\w", v)]
                with self.subTest(modele=vue.model, filtre=nom):
                    self.assertFalse([v for v in jours if not v.startswith("today")])
                trouves += bool(jours)
        self.assertGreater(trouves, 4)

    def filtres(self, modele, vue=False):
        """``{name: domain}`` of the filters of a search view."""
        arch = etree.fromstring(modele.get_view(vue, "search")["arch"])
        return {
            f.get("name"): safe_eval(f.get("domain"), {"uid": self.env.uid})
            for f in arch.iter("filter")
            if f.get("domain")
        }
