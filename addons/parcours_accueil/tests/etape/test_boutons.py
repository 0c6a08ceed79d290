# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A step is its row: button, window, check, event, stage and sentence follow from the table of steps."""

from datetime import date

from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from ...droit.conditions import CONDITIONS
from ...droit.etapes import BOUTONS
from ..common import ParcoursCase


@tagged("post_install", "-at_install")
@freeze_time("2026-11-24")
class TestBoutons(ParcoursCase):
    def setUp(self):
        super().setUp()
        self.agent = self.utilisateur("agent", self.schaerbeek)
        self.dossier = self.ouvert()
        self.vu = self.dossier.with_user(self.agent)
        self.Evenement = self.env["parcours.evenement"]

    def visibles(self, dossier=None):
        dossier = dossier or self.vu
        dossier.invalidate_recordset(["etapes_possibles"])
        return [code for code in dossier.etapes_possibles.split(",") if code]

    def cliquer(self, genre, **valeurs):
        """Click a button of the header, fill in the window, record."""
        arch = etree.fromstring(self.Dossier.with_user(self.agent).get_view(view_type="form")["arch"])
        contexte = str({"parcours_evenement_type": genre})
        boutons = arch.findall(f'.//header/button[@context="{contexte}"]')
        self.assertEqual(len(boutons), 1, f"{genre} has one button")
        self.assertIn(genre, self.visibles())
        action = self.vu.with_context(parcours_evenement_type=genre).action_etape()
        with Form(self.env[action["res_model"]].with_user(self.agent).with_context(**action["context"])) as fenetre:
            for champ, valeur in valeurs.items():
                setattr(fenetre, champ, valeur)
        self.documenter(fenetre.record).action_enregistrer()
        return self.dossier.evenement_ids.filtered(lambda e: e.type == genre)

    def test_the_window_of_each_step_has_one_button_and_asks_again_before_what_nobody_takes_back(self):
        fenetre = self.env["parcours.evenement.wizard"].with_user(self.agent)
        arch = etree.fromstring(fenetre.get_view(view_type="form")["arch"])
        boutons = arch.findall(".//footer/button[@name='action_enregistrer']")
        etapes = self.env["parcours.evenement"]._tables().etapes
        for code, _libelle in fenetre._selection_type():
            with self.subTest(code):
                montres = [b for b in boutons if not safe_eval(b.get("invisible", "False"), {"type": code})]
                self.assertEqual(len(montres), 1)
                self.assertEqual(bool(montres[0].get("confirm")), etapes[code].confirme)

    def test_each_word_has_its_sentence(self):
        refus, libelles = self.Evenement._refus(), self.Evenement._libelles()
        types = dict(self.Evenement._fields["type"]._description_selection(self.env))
        etapes = self.Evenement._etapes()
        self.assertEqual(set(types), set(etapes), "a row, a label")
        for code, etape in etapes.items():
            with self.subTest(code):
                self.assertEqual(bool(etape.bouton), bool(code in libelles and libelles[code].bouton))
                self.assertEqual(etape.pendante, bool(code in libelles and libelles[code].pendante))
                self.assertLessEqual({f"manque_{champ}" for champ in etape.demande}, set(refus))
                if etape.voie in BOUTONS:
                    self.assertLessEqual(set(etape.demande), set(self.env["parcours.evenement.wizard"]._fields))
                if etape.effet:
                    self.assertTrue(hasattr(self.Evenement, f"_effet_{etape.effet}"))
                    if etape.annulable:
                        self.assertTrue(hasattr(self.Evenement, f"_defait_{etape.effet}") or etape.effet in SEULS)
        self.assertLessEqual(set(CONDITIONS), set(refus))

    def test_the_buttons_stand_in_the_order_of_the_table(self):
        arch = etree.fromstring(self.Dossier.with_user(self.agent).get_view(view_type="form")["arch"])
        vus = [b.get("context") for b in arch.findall(".//header/button[@name='action_etape']")]
        attendus = [e.code for e in self.Dossier._mes_etapes().values() if e.bouton]
        self.assertEqual(vus, [str({"parcours_evenement_type": code}) for code in attendus])
        arch = etree.fromstring(
            self.Dossier.with_user(self.utilisateur("statisticien")).get_view(view_type="form")["arch"]
        )
        self.assertFalse(arch.findall(".//header/button[@name='action_etape']"), "who changes nothing has no button")

    def test_only_what_is_possible_is_offered(self):
        self.assertEqual(self.visibles(), ["attestation_remise", "inscription_organisateur"])
        self.cliquer("attestation_remise", date_effective=date(2024, 3, 15))
        self.assertEqual(self.visibles(), ["inscription_organisateur", "sommation_envoyee"])
        with self.assertRaisesRegex(UserError, "awaits its review"):
            self.cliquer("sommation_envoyee", date_effective=date(2025, 1, 6), canal="ordinaire")
        self.revoir(self.vu)
        self.cliquer("sommation_envoyee", date_effective=date(2025, 1, 6), canal="ordinaire")
        self.revoir(self.vu)
        self.assertEqual(
            self.visibles(),
            [
                "inscription_organisateur",
                "sommation_envoyee",
                "sommation_recue",
                "sommation_retournee",
                "constat_refus",
            ],
        )
        with self.assertRaisesRegex(UserError, "nothing proves"):
            self.cliquer("constat_refus", date_effective=date(2025, 4, 1))
        self.cliquer("sommation_recue", date_effective=date(2025, 1, 10), reception="prouve")
        self.revoir(self.vu)
        self.cliquer("constat_refus", date_effective=date(2025, 4, 1))
        self.assertEqual(self.visibles(), ["inscription_organisateur"], "the obligation stays")
        inscrit = self.cliquer("inscription_organisateur", organisateur_id=self.bapa, date_effective=date(2025, 5, 5))
        self.assertEqual(inscrit.organisateur_id, self.bapa)
        agent, self.agent = self.agent, self.utilisateur("chef", self.schaerbeek)
        self.vu = self.dossier.with_user(self.agent)
        self.cliquer("cloture", motif_cloture="erreur", note="twice in the base")
        self.vu = self.dossier.with_user(agent)
        self.assertEqual(self.visibles(), ["reouverture"])
        ailleurs = self.dossier.with_user(self.utilisateur("gestionnaire"))
        self.assertEqual(self.visibles(ailleurs), ["reouverture"])

    def test_the_window_asks_what_the_row_asks(self):
        self.agent = self.utilisateur("chef", self.schaerbeek)
        self.vu = self.dossier.with_user(self.agent)
        for genre, champ in (("inscription_organisateur", "organisateur_id"), ("cloture", "motif_cloture")):
            action = self.vu.with_context(parcours_evenement_type=genre).action_etape()
            fenetre = self.env[action["res_model"]].with_user(self.agent).with_context(**action["context"])
            with self.subTest(genre), self.assertRaisesRegex(AssertionError, champ), Form(fenetre):
                pass

    def test_a_step_without_a_window_is_recorded_at_once(self):
        self.dossier.commune_a_acquitter = True
        self.assertEqual(self.visibles()[0], "acquittement_commune")
        self.assertFalse(self.vu.with_context(parcours_evenement_type="acquittement_commune").action_etape())
        self.assertFalse(self.dossier.commune_a_acquitter)
        self.dossier.commune_a_acquitter = True
        self.assertNotIn(
            "acquittement_commune", self.visibles(self.dossier.with_user(self.utilisateur("gestionnaire")))
        )

    def test_buttons_checks_events_and_counts_cost_the_same_for_two_files_and_for_twenty(self):
        deux = self.Dossier.union(*(self.ouvert() for _rang in range(2)))
        vingt = self.Dossier.union(*(self.ouvert() for _rang in range(20)))
        actions = {
            "the buttons": lambda lot: lot.mapped("etapes_possibles"),
            "a step": lambda lot: lot._enregistrer("attestation_remise", date(2024, 3, 15)),
            "a count": lambda lot: lot._recalculer(),
            "an enrolment": lambda lot: lot._enregistrer(
                "inscription_organisateur", date(2024, 6, 3), organisateur_id=self.bapa.id
            ),
        }
        for quoi, action in actions.items():
            attendu = self.queries(lambda agir=action: agir(deux))
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(quoi), self.assertQueryCount(attendu):
                action(vingt)


#: Effects that nothing has to undo but the entries that they made, which are cancelled with theirs.
SEULS = {"achever", "transferer"}
