# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Two numbers become one person: their two files become one (loi.md §6)."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import ENTREE, IXELLES, SCHAERBEEK, ParcoursCase, numero


@tagged("post_install", "-at_install")
@freeze_time("2026-01-12")
class TestJonction(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chef = cls.utilisateur("chef", cls.schaerbeek)
        cls.agent = cls.utilisateur("agent", cls.schaerbeek)
        cls.chef_ixelles = cls.utilisateur("chef", cls.ixelles)
        cls.direction = cls.utilisateur("direction")

    def deux(self, commune=SCHAERBEEK):
        """Two files of one person, the older one first, and the pair to be joined; the second number is the current
        one, with a card of a year later."""
        cls = type(self)
        cls.rang += 2
        self.anciens = [numero(cls.rang - 1), numero(cls.rang)]
        recente = {
            "it001": [(commune, "2025-03-03", {})],
            "it195": [("0010", "2025-03-03", {"numero": "B2", "expiration": "2035-03-04"})],
            "it202": [("040400", "2025-03-03", {})],
            "it210": [("1", "2025-03-03", {})],
        }
        gens = self.personnes(self.histoire(), self.histoire(**recente), numeros=list(self.anciens))
        un, deux = gens[0].dossier_ids, gens[1].dossier_ids
        self.assertEqual((un.phase, deux.phase), ("dossier", "dossier"))
        jonction = self.env["registre.jonction"]._demander([(self.anciens, self.env["registre.notification"])])
        return un, deux, jonction

    def test_the_older_obligation_goes_on_with_its_used_up_time(self):
        un, deux, jonction = self.deux()
        un._enregistrer("attestation_remise", date(2025, 8, 4))
        deux._enregistrer("attestation_remise", date(2025, 11, 3))
        echeance = un.date_echeance
        jonction.with_user(self.chef).action_joindre()
        self.assertEqual((un.phase, un.date_echeance), ("dossier", echeance))
        self.assertEqual(un.niss, self.anciens[1])
        self.assertEqual(un.personne_id.niss, self.anciens[1])
        self.assertEqual((deux.joint_a_id, deux.active, deux.phase), (un, False, "cloture"))

    def test_how_somebody_is_reached_comes_along_where_only_one_file_says_it(self):
        un, deux, jonction = self.deux()
        un.write({"telephone": "02 000 00 01"})
        deux.with_user(self.agent).write(
            {"telephone": "02 000 00 02", "courriel": "essai@example.com", "langue": "nl_BE", "langue_contact": "ti"}
        )
        jonction.with_user(self.chef).action_joindre()
        self.assertEqual((un.telephone, un.courriel), ("02 000 00 01", "essai@example.com"))
        self.assertEqual((un.langue, un.langue_contact), ("nl_BE", "ti"))
        self.assertEqual((un.langue_par_id, un.langue_contact_par_id), (self.agent, self.agent))

    def accorder(self, dossier, jour, objet="ebox", oui=True):
        """The person of a file says that day whether they agree, as its agent is told."""
        with freeze_time(jour):
            vu = dossier.with_user(self.agent).with_context(allowed_company_ids=self.schaerbeek.ids)
            vu[f"accord_{objet}"] = oui

    def test_an_agreement_withdrawn_later_stays_withdrawn_whichever_file_said_so(self):
        for rang in (0, 1):
            with self.subTest(rang=rang):
                un, deux, jonction = self.deux()
                retire, garde = (un, deux)[rang], (un, deux)[1 - rang]
                self.accorder(retire, "2025-05-05 10:00:00")
                self.accorder(garde, "2025-06-02 10:00:00")
                self.accorder(retire, "2025-10-06 10:00:00", oui=False)
                jonction.with_user(self.chef).action_joindre()
                self.assertFalse(un.accord_ebox)
                self.assertFalse(self.env["parcours.accord"]._en_vigueur("ebox", date(2026, 1, 12), un.ids))
                self.assertEqual(un.accord_ids.mapped("retire_le"), [date(2025, 10, 6)] * 2, "every line is kept")
                self.assertEqual(un.accord_ids.retire_par_id, self.agent)
                self.assertIn("withdrawn on", un.with_user(self.agent).accord_ebox_dit)

    def test_an_agreement_given_later_than_a_withdrawal_holds(self):
        un, deux, jonction = self.deux()
        self.accorder(un, "2025-05-05 10:00:00")
        self.accorder(un, "2025-06-02 10:00:00", oui=False)
        self.accorder(deux, "2025-10-06 10:00:00")
        deux.courriel = "essai@example.com"
        self.accorder(deux, "2025-10-06 10:00:00", "avis")
        jonction.with_user(self.chef).action_joindre()
        self.assertEqual((un.accord_ebox, un.accord_avis, len(un.accord_ids)), (True, True, 3))
        self.assertIn("agreed on", un.with_user(self.agent).accord_ebox_dit)

    def test_of_two_words_of_one_day_nothing_goes_against_the_wish(self):
        un, deux, jonction = self.deux()
        self.accorder(un, "2025-05-05 10:00:00")
        self.accorder(un, "2025-10-06 10:00:00", oui=False)
        self.accorder(deux, "2025-10-06 14:00:00")
        jonction.with_user(self.chef).action_joindre()
        self.assertFalse(un.accord_ebox)

    def test_of_two_languages_the_one_asked_later_is_the_wish(self):
        un, deux, jonction = self.deux()
        with freeze_time("2025-05-05 10:00:00"):
            un.with_user(self.agent).write({"langue": "fr_BE", "langue_contact": "ar"})
        with freeze_time("2025-10-06 10:00:00"):
            deux.with_user(self.agent).langue = "nl_BE"
        with freeze_time("2025-03-05 10:00:00"):
            deux.with_user(self.agent).langue_contact = "ti"
        jonction.with_user(self.chef).action_joindre()
        self.assertEqual((un.langue, un.langue_date), ("nl_BE", date(2025, 10, 6)))
        self.assertEqual(un.langue_contact, "ar")

    def test_both_histories_stand_in_one_ledger_and_each_event_says_where_it_came_from(self):
        un, deux, jonction = self.deux()
        un._enregistrer("attestation_remise", date(2025, 8, 4))
        deux._enregistrer("inscription_organisateur", date(2025, 11, 3), organisateur_id=self.bapa.id)
        siens, autres = un.evenement_ids, deux.evenement_ids
        avant = {e: (e.type, e.date_effective, e.date_connue, e.user_id, e.note) for e in siens | autres}
        jonction.with_user(self.chef).action_joindre()
        self.assertLessEqual(siens | autres, un.evenement_ids)
        self.assertEqual({e: (e.type, e.date_effective, e.date_connue, e.user_id, e.note) for e in avant}, avant)
        self.assertEqual(autres.provenance_id, deux)
        self.assertFalse(siens.provenance_id)
        dit = un.evenement_ids.filtered(lambda e: e.type == "jonction")
        self.assertEqual((dit.provenance_id, dit.user_id), (deux, self.chef))
        self.assertIn(deux.reference, dit.note_reservee)

    def test_what_somebody_did_under_the_other_number_counts(self):
        un, deux, jonction = self.deux()
        un._enregistrer("attestation_remise", date(2025, 8, 4))
        deux._enregistrer("inscription_organisateur", date(2025, 11, 3), organisateur_id=self.bapa.id)
        jonction.with_user(self.chef).action_joindre()
        self.assertEqual(un.organisateur_id, self.bapa)
        self.assertEqual((un.stage_code, un.echeance_type), ("inscrit", "achevement"))
        self.assertFalse(deux.inscription_ids)
        self.assertFalse(un._verifier_delais())

    def test_days_of_an_exemption_granted_under_the_other_number_do_not_run(self):
        un, deux, jonction = self.deux()
        un._enregistrer("attestation_remise", date(2025, 8, 4))
        exemption = self.demande(deux, "6", date_demande=date(2025, 11, 1))
        exemption._accorder(date(2025, 11, 1), "Vu.", date(2025, 11, 10))
        jonction.with_user(self.chef).action_joindre()
        self.assertEqual(un.date_echeance, date(2026, 2, 16), "ten days after 4 February, a Saturday")
        self.assertFalse(un._verifier_delais())

    def test_what_the_current_number_says_of_today_says_nothing_of_before(self):
        """French for the register under the current number: exempt since the joining, until it is read again."""
        un, deux, jonction = self.deux()
        un._enregistrer("attestation_remise", date(2025, 8, 4))
        deux.jour_ue = "oui"
        jonction.with_user(self.chef).action_joindre()
        self.assertEqual(un.resultat, "exempte")
        self.assertEqual(un.sans_obligation["periodes"], [["2026-01-12", None, "exempte:2"]])
        self.assertEqual((un.delai_ids.state, un.delai_ids.date_etat), ("arrete", date(2026, 1, 12)))

    def test_a_pathway_completed_under_the_other_number_is_completed(self):
        un, deux, jonction = self.deux()
        deux._enregistrer("inscription_organisateur", date(2025, 4, 3), organisateur_id=self.bapa.id)
        deux._enregistrer("attestation_fin", date(2025, 11, 3))
        jonction.with_user(self.chef).action_joindre()
        self.assertEqual((un.phase, un.motif_cloture, un.date_cloture), ("cloture", "acheve", date(2025, 11, 3)))

    def test_a_completed_pathway_stays_completed_when_a_file_opened_later_is_joined_to_it(self):
        un, deux, jonction = self.deux()
        un._enregistrer("inscription_organisateur", date(2024, 4, 3), organisateur_id=self.bapa.id)
        un._enregistrer("attestation_fin", date(2024, 11, 4))
        jonction.with_user(self.chef).action_joindre()
        self.assertEqual((un.phase, un.motif_cloture, un.date_cloture), ("cloture", "acheve", date(2024, 11, 4)))
        self.assertFalse(deux.active)

    def test_a_pathway_completed_under_the_other_number_is_completed_whatever_closed_the_older_file(self):
        un, deux, jonction = self.deux()
        un._noter("cloture", date(2024, 7, 1), motif_cloture="parti")
        deux._enregistrer("inscription_organisateur", date(2025, 4, 3), organisateur_id=self.bapa.id)
        deux._enregistrer("attestation_fin", date(2025, 11, 3))
        jonction.with_user(self.chef).action_joindre()
        self.assertEqual((un.phase, un.motif_cloture, un.date_cloture), ("cloture", "acheve", date(2025, 11, 3)))
        genre = self.env.ref("parcours_accueil.activite_jonction")
        self.assertFalse((un | deux).activity_ids.filtered(lambda t: t.activity_type_id == genre))

    def test_a_closed_older_file_opens_again_on_the_day_the_other_one_opened(self):
        un, deux, jonction = self.deux()
        un._enregistrer("attestation_remise", date(2024, 5, 6))
        un._noter("cloture", date(2024, 7, 1), motif_cloture="parti")
        jonction.with_user(self.chef).action_joindre()
        self.assertEqual((un.phase, un.date_ouverture), ("dossier", un.date_ouverture))
        rouvert = un.evenement_ids.filtered(lambda e: e.type == "reouverture")
        self.assertEqual(rouvert.date_effective, deux.date_ouverture)

    def test_the_days_on_which_the_younger_file_was_closed_run_in_the_older_obligation(self):
        un, deux, jonction = self.deux()
        un._enregistrer("attestation_remise", date(2025, 8, 4))
        echeance = un.date_echeance
        deux._noter("cloture", date(2025, 9, 1), motif_cloture="parti")
        deux._enregistrer("reouverture", date(2025, 11, 3))
        jonction.with_user(self.chef).action_joindre()
        self.assertEqual((un.phase, un.date_echeance), ("dossier", echeance))

    def test_requests_suspensions_messages_documents_and_tasks_follow(self):
        un, deux, jonction = self.deux()
        deux._enregistrer("inscription_organisateur", date(2025, 4, 3), organisateur_id=self.bapa.id)
        motif = self.r2.motif_suspension_ids.filtered("renouvelable")[:1]
        suspension = deux._suspendre(motif, date(2026, 1, 5), date(2026, 3, 5), pieces=[("p.txt", b"ZXNzYWk=")])
        exemption = self.demande(deux)
        piece = self.env["ir.attachment"].create({"name": "p", "raw": b"p", "res_model": deux._name, "res_id": deux.id})
        texte = "vu"
        message = deux.message_post(body=texte)
        tache = deux.activity_schedule(summary="appeler", user_id=self.agent.id)
        deux.note = "<p>seconde</p>"
        un.note = "<p>première</p>"
        jonction.with_user(self.chef).action_joindre()
        self.assertEqual(deux.suspension_ids | un.suspension_ids, un.suspension_ids)
        self.assertTrue(un.suspension_ids)
        self.assertEqual(exemption.dossier_id, un)
        self.assertEqual((piece.res_id, message.res_id, tache.res_id), (un.id, un.id, un.id))
        self.assertIn("première", un.note)
        self.assertIn("seconde", un.note)
        self.assertTrue(suspension is not None)

    def test_the_same_exemption_asked_for_in_both_is_decided_first(self):
        un, deux, jonction = self.deux()
        self.demande(un)
        self.demande(deux)
        with self.assertRaisesRegex(UserError, "asked for in both"), self.env.cr.savepoint():
            jonction.with_user(self.chef).action_joindre()
        self.assertEqual((jonction.state, deux.active), ("a_faire", True))

    def test_contestations_come_along_but_two_that_wait_for_one_decision(self):
        un, deux, jonction = self.deux()
        contestee, fait = (self.contestation(deux, **vals) for vals in ({}, {"genre": "fait", "fait": "jour_belge"}))
        meme = self.contestation(un)
        with self.assertRaisesRegex(UserError, "contested in both"), self.env.cr.savepoint():
            jonction.with_user(self.chef).action_joindre()
        meme._retirer(date(2026, 1, 12), "Withdrawn by letter.")
        jonction.with_user(self.chef).action_joindre()
        self.assertEqual((contestee | fait).dossier_id, un)
        self.assertTrue(un.contestation_ouverte)
        entrees = (contestee | fait).evenement_ids
        self.assertEqual((entrees.dossier_id, entrees.provenance_id), (un, deux))

    def test_the_former_number_and_the_reference_of_the_joined_file_find_the_file(self):
        un, deux, jonction = self.deux()
        jonction.with_user(self.chef).action_joindre()
        self.env.flush_all()
        Dossier = self.Dossier.with_user(self.agent)
        pointe = f"{self.anciens[0][:6]} {self.anciens[0][6:9]}-{self.anciens[0][9:]}"
        for cherche in (self.anciens[0], pointe, self.anciens[1], deux.reference, un.reference):
            self.assertEqual([i for i, _nom in Dossier.name_search(cherche)], un.ids, cherche)
        self.assertEqual(Dossier.search([("numeros_anciens", "=", self.anciens[0])]), un)
        self.assertEqual(un.with_user(self.agent).numeros_anciens, self.anciens[0])

    def test_a_file_to_be_joined_has_a_task_and_stands_in_the_list_of_who_joins(self):
        un, deux, jonction = self.deux()
        genre = self.env.ref("parcours_accueil.activite_jonction")
        for dossier in (un, deux):
            self.assertTrue(dossier.activity_ids.filtered(lambda t: t.activity_type_id == genre))
        liste = self.env.ref("parcours_accueil.liste_jonctions")
        for qui, nombre in ((self.chef, 1), (self.direction, 1), (self.chef_ixelles, 0)):
            self.assertEqual(liste.with_user(qui).nombre, nombre, qui.login)
        jonction.with_user(self.chef).action_joindre()
        self.assertFalse(un.activity_ids.filtered(lambda t: t.activity_type_id == genre))
        liste.invalidate_recordset()
        self.assertEqual(liste.with_user(self.chef).nombre, 0)

    def test_the_window_shows_both_files_and_what_will_follow(self):
        un, deux, jonction = self.deux()
        un._enregistrer("attestation_remise", date(2025, 8, 4))
        self.assertTrue(un.with_user(self.chef).a_joindre)
        action = un.with_user(self.chef).action_joindre()
        fenetre = Form(self.env[action["res_model"]].with_user(self.chef).browse(action["res_id"]))
        for mot in (un.reference, deux.reference, *self.anciens, "Attestation of obligation handed over or sent on"):
            self.assertIn(mot, fenetre.comparaison)
        self.assertIn(f"The file {un.reference} goes on", fenetre.suites)
        self.assertTrue(fenetre.joignable)

    def test_an_agent_joins_nothing_and_reads_who_does(self):
        un, _deux, jonction = self.deux()
        self.assertTrue(un.with_user(self.agent).a_joindre)
        self.assertFalse(jonction.with_user(self.agent).joignable)
        with self.assertRaisesRegex(AccessError, "head of the commune"):
            jonction.with_user(self.agent).action_joindre()
        self.assertEqual(jonction.state, "a_faire")

    def test_files_of_two_communes_are_joined_by_a_head_at_vivalis_and_neither_commune_sees_the_other_through_it(self):
        un, deux, jonction = self.deux(commune=IXELLES)
        self.assertEqual((un.company_id, deux.company_id), (self.schaerbeek, self.ixelles))
        for chef in (self.chef, self.chef_ixelles):
            with self.assertRaises(AccessError):
                jonction.with_user(chef).read(["comparaison"])
            with self.assertRaises(AccessError):
                jonction.with_user(chef).action_joindre()
            self.assertFalse(jonction.with_user(chef)._decidables(), "whose rules let them read it or not")
        self.assertFalse(un.with_user(self.chef).a_joindre)
        jonction.with_user(self.direction).action_joindre()
        self.assertEqual(deux.joint_a_id, un)

    def test_joining_twice_is_said(self):
        _un, _deux, jonction = self.deux()
        jonction.with_user(self.chef).action_joindre()
        with self.assertRaisesRegex(UserError, "already joined"):
            jonction.with_user(self.chef).action_joindre()

    def test_who_left_under_the_former_number_and_is_here_under_the_current_one_is_here(self):
        un, deux, jonction = self.deux()
        un._enregistrer("attestation_remise", date(2024, 5, 6))
        un.write({"jour_situation": "radie", "jour_situation_depuis": date(2025, 1, 6)})
        un._examiner("essai")
        self.assertEqual((un.phase, un.motif_cloture), ("cloture", "radie"))
        jonction.with_user(self.chef).action_joindre()
        self.assertEqual((un.phase, un.jour_situation), ("dossier", "present"))
        self.assertEqual(un.date_reference, date.fromisoformat(ENTREE), "that of the older obligation")
        self.assertEqual(un.examen_id.resultat, un.resultat)
        self.assertTrue(un.explication and un.faits_html)

    def test_nobody_of_another_commune_follows_the_file_or_keeps_its_tasks(self):
        un, deux, jonction = self.deux(commune=IXELLES)
        agent = self.utilisateur("agent", self.ixelles)
        deux.message_subscribe(agent.partner_id.ids)
        tache = deux.activity_schedule(summary="appeler", user_id=agent.id)
        deux.user_id = agent
        jonction.with_user(self.direction).action_joindre()
        self.assertNotIn(agent.partner_id, un.message_partner_ids)
        self.assertEqual(
            (tache.res_id, tache.user_id, un.user_id), (un.id, self.env["res.users"], self.env["res.users"])
        )

    def test_everything_that_belongs_to_a_file_is_said_to_follow_or_not(self):
        suit = self.Dossier._a_reprendre().keys() | {"parcours.evenement"}
        reste = {
            "parcours.inscription",  # made again from the events
            "parcours.delai",  # counted again; those of a sanction follow
            "parcours.assiduite",  # counted again by the next night
            "parcours.rejeu.changement",  # what a draft of the law did to that very file
            "parcours.absence.releve",  # who had that very file before an absence
            "registre.jonction",
            "parcours.dossier",
        }
        liens = {
            champ.model_name
            for modele in self.env.registry.values()
            if not modele._abstract and not modele._transient
            for champ in modele._fields.values()
            if champ.type == "many2one"
            and champ.comodel_name == "parcours.dossier"
            and champ.store
            and not champ.related
        }
        self.assertEqual(liens, suit | reste)

    def test_the_files_that_were_read_before_are_read_again_as_one(self):
        un, deux, jonction = self.deux()
        jonction.with_user(self.chef).action_joindre()
        personne = self.personnes(self.histoire(), numeros=[self.anciens[1]])
        self.assertEqual(personne.dossier_ids, un)
        self.assertEqual((un.phase, un.date_reference), ("dossier", date.fromisoformat(ENTREE)))
        self.assertFalse(deux.active)
