# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The recipes of CONTRIBUTING.md, followed to the letter with an invented row: what they say is all there is to do."""

from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from odoo.addons.parcours_accueil.droit import delais, etapes
from odoo.addons.parcours_accueil.models.etape import libelles, parcours_evenement
from odoo.addons.parcours_accueil.tests.common import ParcoursCase

RENCONTRE = "rencontre"


def _departs_rencontre(lecture):
    attestation = lecture.premier(etapes.ATTESTATION_REMISE)
    return [delais.Depart(etapes.ATTESTATION_REMISE, attestation.date_effective)] if attestation else []


@tagged("post_install", "-at_install")
class TestRecipes(ParcoursCase):
    def setUp(self):
        super().setUp()
        self.agent = self.utilisateur("agent", self.schaerbeek)
        self.head = self.utilisateur("direction")
        self.addCleanup(self.registry.clear_cache)

    def label(self, model, field, code, word):
        """Give a row its label: one more line of the list of words that the field takes."""
        field = self.env[model]._fields[field]
        words = [*field.selection, (code, word)]
        self.startPatcher(patch.multiple(field, selection=words, _selection=dict(words)))

    # ---- a term: its row, its labels, a line of each version ---------------------------------------------------------

    def the_row_and_its_labels_of_a_term(self):
        row = delais.Genre(RENCONTRE, _departs_rencontre, rappel=5)
        self.startPatcher(patch.dict(delais.TERMES, {RENCONTRE: row}))
        self.label("parcours.delai.type", "code", RENCONTRE, "Come and talk")
        self.label("parcours.dossier", "echeance_type", RENCONTRE, "Come and talk")
        # what the data of the floor do at each update
        self.env["parcours.delai.type"]._completer("parcours_accueil")
        self.registry.clear_cache()

    def a_line_of_a_version(self, version):
        self.env["parcours.reglement.valeur"].sudo().create(
            {"reglement_id": version.id, "code": RENCONTRE, "name": "Come and talk", "valeur": 10, "unite": "jours"}
        )

    def test_a_term_is_a_row_its_labels_and_a_line_of_each_version(self):
        self.the_row_and_its_labels_of_a_term()
        for version in self.r1 | self.r2:
            self.a_line_of_a_version(version)
        with freeze_time("2026-11-16"):
            dossier = self.ouvert()
            dossier.user_id = self.agent
            dossier.with_user(self.agent)._enregistrer("attestation_remise", date(2026, 11, 16))
        terme = dossier.delai_ids.filtered(lambda delai: delai.type_id.code == RENCONTRE)
        self.assertEqual((terme.date_echeance, terme.display_name), (date(2026, 11, 26), "Come and talk"))
        self.assertIn("10 days", terme.explication)
        with freeze_time("2026-11-21"):
            self.env["parcours.delai"]._cron_delais()
        self.assertTrue(dossier.activity_ids.filtered(lambda tache: "near its end" in tache.summary))
        with freeze_time("2026-11-27"):
            self.env["parcours.delai"]._cron_delais()
        self.assertEqual(terme.state, "echu")
        self.assertIn("Term ended: Come and talk", dossier.activity_ids.mapped("summary"))
        self.assertFalse(dossier._verifier_delais(date(2026, 11, 27)))

    @freeze_time("2026-11-16")
    def test_a_version_that_says_nothing_of_a_term_counts_none_and_says_so(self):
        """A version made on screen before the row was there."""
        self.the_row_and_its_labels_of_a_term()
        self.a_line_of_a_version(self.r1)
        dossier = self.ouvert()
        dossier.with_user(self.agent)._enregistrer("attestation_remise", date(2026, 11, 16))
        self.assertEqual(dossier.delai_ids.type_id.mapped("code"), ["inscription"])
        kind = self.env["parcours.delai.type"].search([("code", "=", RENCONTRE)]).with_user(self.agent)
        self.assertIn("not counted", kind.longueurs)
        self.assertIn("10 days", kind.longueurs)
        self.assertEqual(self.r2.with_user(self.head).termes_non_comptes, "Come and talk")
        self.assertFalse(self.r1.termes_non_comptes)
        draft = self.r2.with_user(self.head).copy()
        with self.assertRaisesRegex(UserError, RENCONTRE):
            draft.action_rejouer()

    def test_a_kind_that_the_house_made_is_the_screens_from_then_on(self):
        self.the_row_and_its_labels_of_a_term()
        Kind = self.env["parcours.delai.type"]
        kind = Kind.search([("code", "=", RENCONTRE)])
        self.assertTrue(kind.action_proche_id and kind.action_echue_id)
        self.assertEqual(kind.jours_proche, 5)
        kind.with_user(self.head).write({"action_echue_id": False, "jours_proche": 3})
        self.assertTrue(kind.action_echue_id)
        kind.with_user(self.head.copy({"login": "essai.autre.head"})).action_confirmer_proposition()
        self.registry.loaded_xmlids.discard(f"parcours_accueil.delai_type_{RENCONTRE}")
        nombre = Kind.search_count([])
        for floor in ("parcours_accueil", "sanctions_admin"):
            Kind._completer(floor)
        self.assertEqual((Kind.search_count([]), kind.jours_proche), (nombre, 3))
        self.assertFalse(kind.action_echue_id)

    # ---- a step: its row, its labels ---------------------------------------------------------------------------------

    @freeze_time("2026-11-24")
    def test_a_step_is_a_row_and_its_labels(self):
        row = etapes.Etape(RENCONTRE, stage="informe", pendante=True, bouton="secondary")
        self.startPatcher(patch.dict(etapes.ETAPES, {RENCONTRE: row}))
        # what a fresh start makes of the table
        self.startPatcher(patch.object(parcours_evenement, "COMPTEES", etapes.COMPTEES | {RENCONTRE}))
        words = libelles.Libelle("Talked with the person", "Talked with on %s.")
        self.startPatcher(patch.dict(libelles.LIBELLES, {RENCONTRE: words}))
        self.label("parcours.evenement", "type", RENCONTRE, "Talked with")
        self.registry.clear_cache()
        dossier = self.ouvert()
        arch = etree.fromstring(self.Dossier.with_user(self.agent).get_view(view_type="form")["arch"])
        button = arch.find(f".//header/button[@context=\"{{'parcours_evenement_type': '{RENCONTRE}'}}\"]")
        self.assertEqual(button.get("string"), "Talked with the person")
        seen = dossier.with_user(self.agent)
        self.assertIn(f",{RENCONTRE},", seen.etapes_possibles)
        action = seen.with_context(parcours_evenement_type=RENCONTRE).action_etape()
        window = self.env[action["res_model"]].with_user(self.agent).with_context(**action["context"])
        with Form(window) as form:
            form.date_effective = "2027-01-04"
        with self.assertRaisesRegex(UserError, "still to come"):
            form.record.action_enregistrer()
        form.record.date_effective = date(2026, 11, 23)
        form.record.action_enregistrer()
        event = dossier.evenement_ids.filtered(lambda e: e.type == RENCONTRE)
        self.assertEqual(event.date_effective, date(2026, 11, 23))
        self.assertTrue(event.display_name.startswith("Talked with"))
        self.assertEqual(dossier.stage_id.code, "informe")
        self.assertIn("Talked with on 11/23/2026.", dossier._consequences_issue()[dossier.id])
        event.with_user(self.agent)._annuler("nobody came")
        self.assertEqual(dossier.stage_id.code, "a_informer")

    # ---- a list, a rule and a figure of the law ----------------------------------------------------------------------

    def test_a_list_is_a_record(self):
        self.ouvert()
        liste = self.env["parcours.liste"].create(
            {
                "name": "Ours",
                "modele": "parcours.dossier",
                "domaine": "[('phase', '=', 'dossier'), ('name', '=like', 'ESSAI%')]",
            }
        )
        self.assertEqual(liste.with_user(self.agent).nombre, 1)
        self.assertEqual(liste.with_user(self.utilisateur("agent", self.ixelles)).nombre, 0)
        self.assertEqual(liste.with_user(self.agent).action_ouvrir()["res_model"], "parcours.dossier")

    def test_a_rule_and_a_figure_of_the_law_are_records(self):
        dossier = self.ouvert()
        self.assertEqual(dossier.resultat, "oblige")
        draft = self.r2.copy()
        self.env["parcours.regle"].create(
            {
                "reglement_id": draft.id,
                "type": "exemption",
                "code": "77",
                "name": "Card 0010",
                "domaine": "[('jour_carte', '=', '0010')]",
                "article": "art. 4",
            }
        )
        self.env["parcours.reglement.valeur"].create(
            {"reglement_id": draft.id, "code": "places", "name": "Places", "valeur": 80, "unite": "euros"}
        )
        draft.action_publier()
        dossier._examiner("again")
        self.assertEqual((dossier.reglement_id, dossier.resultat, dossier.exemption_code), (draft, "exempte", "77"))
        self.assertEqual(draft._valeur("places"), 80)
