# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Suspensions: grounds and lengths of loi.md §4, every check, retroactive ones, and who may know the ground."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ...droit.delais import TERMES
from .test_delais import DelaisCase

PIECE = ("certificat.pdf", "eA==")
# code -> months at most, at least, more; renewable; proof required; confidential (loi.md §4)
TABLE = {
    "horaires": (6, 0, 0, True, True, False),
    "maladie": (0, 1, 0, True, True, True),
    "medical": (6, 0, 0, True, True, True),
    "naissance": (3, 0, 9, False, False, False),
    "deces": (2, 0, 0, False, True, False),
    "programme": (0, 0, 0, True, True, False),
    "organisateur": (6, 0, 0, True, True, False),
}


@tagged("post_install", "-at_install")
@freeze_time("2024-07-01")
class TestSuspensions(DelaisCase):
    def setUp(self):
        super().setUp()
        self.dossier = self.remis()
        self.vu = self.dossier.with_user(self.agent)

    def accorder(self, code, debut, fin, **options):
        options.setdefault("pieces", [PIECE])
        return self.vu._suspendre(self.motif(code).with_user(self.agent), debut, fin, **options)

    def test_each_version_has_the_grounds_of_the_law(self):
        for reglement in (self.r1, self.r2):
            lus = {
                m.code: (m.mois, m.mois_minimum, m.mois_supplement, m.renouvelable, m.preuve_requise, m.confidentiel)
                for m in reglement.motif_suspension_ids
            }
            attendus = dict(TABLE)
            if reglement == self.r1:
                attendus["horaires"] = (3, *TABLE["horaires"][1:])
            self.assertEqual(lus, attendus)
            self.assertTrue(all(reglement.motif_suspension_ids.mapped("article")))
        self.assertTrue(all(self.r1.motif_suspension_ids.mapped("a_confirmer")))
        types = self.env["parcours.delai.type"].search([("code", "in", list(TERMES))])
        self.assertEqual(
            dict(types.mapped(lambda t: (t.code, t.suspendable))),
            {
                "inscription": True,
                "achevement": True,
                "sommation": False,
            },
        )
        self.assertTrue(all(types.mapped("suspendable_a_confirmer")), "open questions of the law")

    def test_a_ground_is_frozen_with_its_version(self):
        direction = self.utilisateur("direction")
        motif = self.motif("horaires").with_user(direction)
        with self.assertRaisesRegex(UserError, "New version"):
            motif.mois = 9
        with self.assertRaisesRegex(UserError, "New version"):
            motif.unlink()
        with self.assertRaisesRegex(UserError, "New version"):
            motif.copy({"code": "autre"})
        brouillon = self.r2.copy().with_user(direction)
        self.motif("horaires", brouillon).mois = 9
        with self.assertRaises(UserError):
            self.motif("horaires", brouillon).write({"reglement_id": self.r1.id, "code": "autre"})
        with self.assertRaises(AccessError):
            self.motif("horaires", brouillon).with_user(self.utilisateur("gestionnaire")).mois = 5

    def test_accorder_prolonger_abreger_annuler(self):
        suspension = self.accorder("horaires", date(2024, 5, 1), date(2024, 5, 25))
        self.assertEqual((suspension.date_debut, suspension.date_fin), (date(2024, 5, 1), date(2024, 5, 25)))
        self.assertEqual(self.dossier.date_echeance, date(2024, 10, 10))
        self.vu._prolonger_suspension(suspension, date(2024, 6, 4), pieces=[PIECE])
        self.assertEqual((suspension.date_fin, self.dossier.date_echeance), (date(2024, 6, 4), date(2024, 10, 21)))
        self.assertEqual(len(suspension.document_ids), 2)
        self.vu._terminer_suspension(suspension, date(2024, 5, 10))
        self.assertEqual((suspension.state, self.dossier.date_echeance), ("abregee", date(2024, 9, 25)))
        self.vu._annuler_suspension(suspension, "wrong person")
        self.assertEqual((suspension.state, self.dossier.date_echeance), ("annulee", date(2024, 9, 16)))
        self.assertEqual(
            self.dossier.evenement_ids.filtered("suspension_id").sorted("id").mapped("type"),
            ["suspension_accordee", "suspension_prolongee", "suspension_fin_anticipee", "suspension_annulee"],
        )
        self.assertFalse(self.dossier._verifier_delais())

    def test_a_suspension_the_law_does_not_allow_is_refused(self):
        cas = [
            (("horaires", date(2024, 7, 10), date(2024, 7, 9)), {}, "before the first"),
            (("horaires", date(2024, 7, 1), date(2025, 1, 1)), {}, "until 12/31/2024 at most"),
            (("maladie", date(2024, 7, 1), date(2024, 7, 20)), {}, "at least until 07/31/2024"),
            (("horaires", date(2024, 7, 1), date(2024, 7, 9)), {"pieces": []}, "needs a proof"),
            (("horaires", date(2024, 7, 1), date(2024, 7, 9)), {"supplement": True}, "no longer case"),
            (("naissance", date(2024, 7, 1), date(2024, 10, 1)), {"pieces": []}, "until 09/30/2024 at most"),
        ]
        for arguments, options, motif in cas:
            with self.subTest(motif), self.assertRaisesRegex(UserError, motif):
                self.accorder(*arguments, **options)
        with self.assertRaisesRegex(UserError, "not in the version"):
            self.vu._suspendre(self.motif("horaires", self.r1), date(2024, 7, 1), date(2024, 7, 9), pieces=[PIECE])
        self.assertFalse(self.dossier.suspension_ids, "nothing was kept")

    def test_a_birth_suspends_until_the_end_of_breastfeeding(self):
        suspension = self.accorder("naissance", date(2024, 5, 1), date(2024, 7, 31), pieces=[])
        with self.assertRaisesRegex(UserError, "until 04/30/2025 at most"):
            self.vu._prolonger_suspension(suspension, date(2025, 5, 1))
        self.vu._prolonger_suspension(suspension, date(2025, 4, 30))
        self.assertEqual(suspension.with_user(self.agent).libelle, "Birth of a child, breastfeeding")
        with self.assertRaisesRegex(UserError, "not renewable"):
            self.vu._prolonger_suspension(suspension, date(2025, 6, 30))

    def test_a_ground_that_is_not_renewable_is_not_prolonged(self):
        suspension = self.accorder("deces", date(2024, 5, 1), date(2024, 6, 30))
        with self.assertRaisesRegex(UserError, "not renewable"):
            self.vu._prolonger_suspension(suspension, date(2024, 7, 31), pieces=[PIECE])
        with self.assertRaisesRegex(UserError, "not renewable"):
            self.accorder("deces", date(2024, 7, 1), date(2024, 7, 31))
        self.assertTrue(self.accorder("deces", date(2024, 8, 1), date(2024, 8, 31)), "another death, later")

    def test_the_same_suspension_is_not_granted_twice(self):
        """Entered twice, or by two people at once: the second is refused; another ground on the same days is not."""
        self.accorder("horaires", date(2024, 5, 1), date(2024, 5, 25))
        with self.assertRaisesRegex(UserError, "already covers"):
            self.accorder("horaires", date(2024, 5, 1), date(2024, 5, 25))
        avant = self.dossier.date_echeance
        self.accorder("programme", date(2024, 5, 10), date(2024, 5, 20))
        self.assertEqual(self.dossier.date_echeance, avant, "overlapping days count once")
        self.assertIn("25 (Timetable of work or training incompatible, Programme", self.vu.echeance_explication)

    def test_a_suspension_ends_once_and_within_its_days(self):
        suspension = self.accorder("horaires", date(2024, 5, 1), date(2024, 5, 25))
        with self.assertRaisesRegex(UserError, "cannot end before it begins"):
            self.vu._terminer_suspension(suspension, date(2024, 4, 30))
        with self.assertRaisesRegex(UserError, "ends on 05/25/2024 already"):
            self.vu._terminer_suspension(suspension, date(2024, 5, 25))
        with self.assertRaisesRegex(UserError, "Say why"):
            self.vu._annuler_suspension(suspension, "")
        self.vu._terminer_suspension(suspension, date(2024, 5, 20))
        with self.assertRaisesRegex(UserError, "ended early"):
            self.vu._prolonger_suspension(suspension, date(2024, 6, 20), pieces=[PIECE])
        self.vu._annuler_suspension(suspension, "mistake")
        with self.assertRaisesRegex(UserError, "cancelled already"):
            self.vu._annuler_suspension(suspension, "again")
        with self.assertRaisesRegex(UserError, "another file"):
            self.remis().with_user(self.agent)._annuler_suspension(suspension, "x")

    def test_neither_a_volunteer_nor_a_closed_file_is_suspended(self):
        motif = self.motif("horaires")
        periode = (motif, date(2024, 7, 1), date(2024, 7, 9))
        volontaire = self.candidat()
        volontaire._enregistrer("volontaire")
        with self.assertRaisesRegex(UserError, "volunteer"):
            volontaire._suspendre(*periode, pieces=[PIECE])
        self.dossier._enregistrer("cloture", motif_cloture="erreur")
        with self.assertRaisesRegex(UserError, "not open"):
            self.dossier._suspendre(*periode, pieces=[PIECE])

    def test_a_suspension_that_covers_no_day_of_a_running_term_is_refused(self):
        """It would change nothing: the window says so beforehand, the refusal names the days of the term."""
        # the term starts on 15 March; 15 September is a Sunday, and the Monday after is no day of the term
        jours = "“Register with an organiser” runs from 03/16/2024 to 09/15/2024"
        for periode in (
            (date(2024, 9, 17), date(2024, 9, 30)),
            (date(2024, 9, 16), date(2024, 9, 16)),
            (date(2024, 3, 1), date(2024, 3, 15)),
        ):
            fenetre = self.fenetre(motif_id=self.motif("horaires"), date_debut=periode[0], date_fin=periode[1])
            self.assertIn("stays 09/16/2024", fenetre.apercu)
            with self.subTest(periode), self.assertRaisesRegex(UserError, jours):
                self.accorder("horaires", *periode)
        self.assertFalse(self.dossier.suspension_ids)
        self.accorder("horaires", date(2024, 9, 15), date(2024, 9, 30))
        self.assertEqual(self.dossier.date_echeance, date(2024, 10, 1), "its last day is one of it")

    def test_a_suspension_is_not_prolonged_over_days_of_no_term(self):
        suspension = self.accorder("programme", date(2024, 5, 1), date(2024, 5, 10))
        self.vu._enregistrer("inscription_organisateur", date(2024, 5, 6), organisateur_id=self.bapa.id)
        self.vu._enregistrer("attestation_fin", date(2024, 6, 3))
        with self.assertRaisesRegex(UserError, "No term runs in this file|is not open"):
            self.vu._prolonger_suspension(suspension, date(2024, 6, 30), pieces=[PIECE])

    def test_nothing_is_suspended_before_a_term_runs(self):
        """Nobody handed the attestation over: the term has not started (loi.md §5)."""
        jamais = self.ouvert().with_user(self.agent)
        with self.assertRaisesRegex(UserError, "No term runs in this file"):
            jamais._suspendre(self.motif("horaires"), date(2024, 5, 1), date(2024, 5, 9), pieces=[PIECE])

    def test_days_of_a_summons_and_of_a_term_over_can_be_suspended_late(self):
        """What is learnt late moves the term that led to the summons; the end of the summons is reviewed."""
        with freeze_time("2024-10-01"):
            self.vu._enregistrer("sommation_envoyee", date(2024, 9, 20), canal="accuse", preuve_envoi="RR000000001BE")
            self.assertTrue(self.accorder("horaires", date(2024, 8, 1), date(2024, 8, 9)))
            self.assertTrue(self.accorder("programme", date(2024, 9, 30), date(2024, 10, 4)))

    def fenetre(self, **valeurs):
        Fenetre = self.env["parcours.suspension.wizard"].with_user(self.agent)
        formulaire = Form(Fenetre.with_context(default_dossier_id=self.dossier.id))
        for nom, valeur in valeurs.items():
            setattr(formulaire, nom, valeur)
        return formulaire

    def test_the_window_proposes_the_longest_end_and_keeps_the_proof(self):
        formulaire = self.fenetre(motif_id=self.motif("horaires"), date_debut=date(2024, 5, 1))
        self.assertEqual(formulaire.date_fin, date(2024, 10, 31), "proposes the longest that the ground allows")
        # 184 days after 15 September 2024: Tuesday 18 March 2025
        self.assertEqual(formulaire.apercu, "The next legal date moves from 09/16/2024 to 03/18/2025.")
        with self.assertRaisesRegex(UserError, "needs a proof"):
            formulaire.save().action_enregistrer()
        piece = (
            self.env["ir.attachment"]
            .with_user(self.agent)
            .create({"name": "horaire.pdf", "raw": b"%PDF", "res_model": "parcours.suspension.wizard", "res_id": 0})
        )
        fenetre = formulaire.save()
        fenetre.piece_ids = piece
        with self.assertRaisesRegex(UserError, "Nobody has checked the document"):
            fenetre.action_enregistrer()
        fenetre.verifie = True
        with self.assertRaisesRegex(UserError, "Enter the day that the document bears: Timetable"):
            fenetre.action_enregistrer()
        fenetre.date_document = date(2024, 4, 30)
        self.assertNotIn("missing", fenetre.exige)
        fenetre.action_enregistrer()
        self.assertFalse(piece.exists(), "the document is with the suspension, with its own rights")
        suspension = self.dossier.suspension_ids
        self.assertEqual(suspension.document_ids.mapped("name"), ["horaire.pdf"])
        self.assertEqual(self.dossier.date_echeance, date(2025, 3, 18))
        for operation, valeurs in (
            ("terminer", {"date_fin": date(2024, 5, 25), "note": "back from leave"}),
            ("annuler", {"note": "wrong person"}),
        ):
            action = getattr(suspension.with_user(self.agent), f"action_{operation}")()
            Fenetre = self.env["parcours.suspension.wizard"].with_user(self.agent).with_context(**action["context"])
            formulaire = Form(Fenetre)
            for nom, valeur in valeurs.items():
                setattr(formulaire, nom, valeur)
            self.assertIn("moves from", formulaire.apercu)
            formulaire.save().action_enregistrer()
        self.assertEqual((suspension.state, self.dossier.date_echeance), ("annulee", date(2024, 9, 16)))

    def test_the_window_prolongs_a_suspension(self):
        suspension = self.accorder("naissance", date(2024, 5, 1), date(2024, 7, 31), pieces=[])
        action = suspension.with_user(self.agent).action_prolonger()
        Fenetre = self.env["parcours.suspension.wizard"].with_user(self.agent).with_context(**action["context"])
        formulaire = Form(Fenetre)
        self.assertEqual(formulaire.date_fin, date(2025, 4, 30))
        formulaire.save().action_enregistrer()
        self.assertEqual(suspension.date_fin, date(2025, 4, 30))


@tagged("post_install", "-at_install")
@freeze_time("2024-07-01")
class TestSuspensionsAcces(DelaisCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ici, cls.ailleurs = cls.remis(), cls.remis(commune=cls.ixelles)
        cls.tous = cls.ici | cls.ailleurs
        for dossier in cls.tous:
            dossier._enregistrer("inscription_organisateur", date(2024, 5, 6), organisateur_id=cls.bapa.id)
            dossier._suspendre(cls.motif("maladie"), date(2024, 6, 1), date(2024, 7, 31), pieces=[PIECE], note="grippe")
            dossier._suspendre(cls.motif("horaires"), date(2024, 8, 1), date(2024, 8, 9), pieces=[PIECE])
        cls.roles = {
            role: cls.utilisateur(role, cls.schaerbeek if role in ("agent", "chef") else None)
            for role in ("chef", "gestionnaire", "direction", "statisticien", "auditeur")
        } | {"agent": cls.agent, "organisateur": cls.utilisateur("organisateur", organisateur_id=cls.bapa.id)}

    def test_each_role_sees_the_terms_of_its_files(self):
        attendus = {
            "agent": self.ici,
            "chef": self.ici,
            "gestionnaire": self.tous,
            "direction": self.tous,
            "organisateur": self.tous,
        }
        for role, dossiers in attendus.items():
            for modele in ("parcours.delai", "parcours.suspension"):
                with self.subTest(role=role, modele=modele):
                    Modele = self.env[modele].with_user(self.roles[role])
                    self.assertEqual(Modele.search([("dossier_id", "in", self.tous.ids)]).sudo().dossier_id, dossiers)
        for modele in ("parcours.delai", "parcours.suspension"):
            for role in ("statisticien", "auditeur"):
                with self.assertRaises(AccessError):
                    self.env[modele].with_user(self.roles[role]).search([])
        bon = self.utilisateur("organisateur", self.ixelles, organisateur_id=self.bon.id)
        self.assertFalse(self.env["parcours.delai"].with_user(bon).search([("dossier_id", "in", self.tous.ids)]))

    def test_no_role_writes_terms_or_suspensions(self):
        delai, suspension = self.ici.delai_ids[0], self.ici.suspension_ids[0]
        for role, utilisateur in self.roles.items():
            for enregistrement, vals in (
                (delai, {"date_echeance": "2030-01-01"}),
                (suspension, {"date_fin": "2030-01-01"}),
                (suspension.sudo().document_ids, {"confidentiel": False}),
                (suspension.sudo().document_ids, {"name": "autre.pdf"}),
            ):
                vu = enregistrement.with_user(utilisateur)
                with self.subTest(role=role, modele=vu._name):
                    for tenter in (
                        lambda vu=vu, vals=vals: vu.write(vals),
                        lambda vu=vu: vu.unlink(),
                        lambda vu=vu: vu.create(
                            {"name": "x", "res_model": "parcours.suspension", "res_id": suspension.id}
                            if vu._name == "ir.attachment"
                            else {"dossier_id": self.ici.id}
                        ),
                    ):
                        with self.assertRaises(AccessError):
                            tenter()
        for role in ("auditeur", "statisticien", "organisateur"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.ici.with_user(self.roles[role])._suspendre(
                    self.motif("horaires"), date(2024, 7, 1), date(2024, 7, 9), pieces=[PIECE]
                )
        with self.assertRaises(AccessError):
            self.ailleurs.with_user(self.agent)._annuler_suspension(self.ailleurs.suspension_ids[0], "x")
        with self.assertRaises(AccessError):
            self.ailleurs.delai_ids[:1].with_user(self.agent)._marquer_revue("x")
        with self.assertRaises(AccessError):
            self.ailleurs.delai_ids[:1].with_user(self.agent).action_executer()

    def test_a_confidential_ground_is_known_to_few_roles(self):
        maladie = self.ici.suspension_ids.filtered(lambda s: s.motif_id.code == "maladie")
        noms = {
            role: maladie.with_user(u).libelle
            for role, u in self.roles.items()
            if role not in ("statisticien", "auditeur")
        }
        agents = {noms.pop("agent"), noms.pop("chef")}
        self.assertEqual(agents, {"Illness"}, "the commune of the file")
        self.assertEqual(set(noms.values()), {"Suspension"}, "everybody else: Vivalis, organisers")
        vus = {role: self.ici.with_user(u) for role, u in self.roles.items() if role != "auditeur"}
        # an organiser reads its terms, not the next legal date: that may be of a summons
        termes = vus.pop("organisateur").delai_ids
        phrases = {role: vu.echeance_explication for role, vu in vus.items()}
        phrases["organisateur"] = " ".join(filter(None, termes.mapped("explication")))
        for role in ("gestionnaire", "direction", "organisateur", "statisticien"):
            self.assertNotIn("Illness", phrases[role])
            self.assertIn("(Suspension", phrases[role])
        self.assertNotIn("Timetable", phrases["statisticien"])
        self.assertIn("Timetable", phrases["organisateur"], "a ground that is not confidential")
        self.assertIn("Illness", phrases["agent"])
        vu = maladie.with_user(self.roles["organisateur"])
        for champ in ("motif_id", "document_ids", "document_count", "supplement"):
            with self.subTest(champ), self.assertRaises(AccessError):
                vu.read([champ])
        evenement = self.ici.evenement_ids.filtered("note_reservee").with_user(self.roles["organisateur"])
        with self.assertRaises(AccessError):
            evenement.read(["note_reservee"])
        self.assertNotIn("grippe", str(evenement.read()))

    def test_windows_show_nothing_of_another_commune(self):
        """Through RPC a window can be made on any number: nothing of another commune's file comes out of it."""
        suspension = self.env["parcours.suspension.wizard"].with_user(self.agent)
        valeurs = {"motif_id": self.motif("horaires").id, "date_debut": "2024-09-01", "date_fin": "2024-09-30"}
        ici = suspension.create({**valeurs, "dossier_id": self.ici.id})
        self.assertTrue(ici.apercu)
        with self.assertRaises(AccessError):
            suspension.create({**valeurs, "dossier_id": self.ailleurs.id})
        with self.assertRaises(AccessError):
            ici.dossier_id = self.ailleurs
        # nor of the ground of a suspension, by way of a file of the own commune
        maladie = self.ailleurs.suspension_ids.filtered(lambda s: s.motif_id.code == "maladie")
        valeurs = {"operation": "prolonger", "dossier_id": self.ici.id, "suspension_id": maladie.id}
        with self.assertRaises(AccessError):
            suspension.create(valeurs)
        for champ in ("motif_id", "date_fin"):
            self.env.invalidate_all()
            with self.subTest(champ), self.assertRaises(AccessError):
                suspension.onchange(dict(valeurs), [], {champ: {}})
        delai = self.ailleurs.delai_ids[:1]
        with self.assertRaises(AccessError):
            self.env["parcours.delai.revue"].with_user(self.agent).create({"delai_id": delai.id, "raison": "x"})

    def test_only_the_direction_changes_the_settings_of_terms(self):
        genre = self.env.ref("parcours_accueil.delai_type_inscription")
        for role in self.roles:
            if role == "direction":
                continue
            with self.subTest(role), self.assertRaises(AccessError):
                genre.with_user(self.roles[role]).jours_proche = 5
        vu = genre.with_user(self.roles["direction"])
        vu.jours_proche = 5
        with self.assertRaises(AccessError):
            vu.code = "sommation"
        self.assertIn("6 months (art. 5 §1)", vu.longueurs)
        action = vu.action_echue_id
        self.assertTrue(action.display_name)
        autres = self.env["ir.actions.server"].search([("model_id.model", "!=", "parcours.delai")])
        self.assertTrue(autres)
        self.assertFalse(autres.with_user(self.roles["direction"])._filtered_access("read"))
        administrateur = self.utilisateur("base.group_system")
        self.assertEqual(autres.with_user(administrateur)._filtered_access("write"), autres)
        with self.assertRaises(AccessError):
            action.read(["code"])
        with self.assertRaises(AccessError):
            action.write({"name": "x"})
