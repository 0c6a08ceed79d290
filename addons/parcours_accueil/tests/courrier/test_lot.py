# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Letters made for many files at once, as an agent of the commune."""

import base64
import csv
import io
from datetime import date

import openpyxl
from freezegun import freeze_time
from PyPDF2 import PdfReader

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.parcours_accueil.models.courrier import parcours_courrier_lot
from odoo.addons.parcours_socle.papier import pdf

from .test_courrier import CourrierCase

JOUR = "2024-10-01 10:00:00"


class LotCase(CourrierCase):
    """`self.dossiers`: three files whose first term is over, an attestation handed over in each."""

    def setUp(self):
        super().setUp()
        with freeze_time("2024-03-11"):
            self.dossiers = self.dossier | self.arrivee() | self.arrivee()
        for rang, dossier in enumerate(self.dossiers):
            dossier.name = f"ESSAI {'ABC'[rang]}"
            dossier.personne_id.adresse_registre = f"Rue de l'Essai {10 - rang}, 1030"
        with freeze_time("2024-03-15 10:00:00"):
            for dossier in self.dossiers:
                self.vue(dossier)._enregistrer("attestation_remise", date(2024, 3, 15), canal="remise")
        self.dossiers[0].langue = "nl_BE"
        self.revoir(self.dossiers)

    def vue(self, dossiers):
        return dossiers.with_user(self.agent).with_context(allowed_company_ids=self.agent.company_ids.ids)

    def envoyer(self, dossiers, **valeurs):
        """Return the lot that the agent asks for these files."""
        action = self.vue(dossiers).action_ecrire_en_nombre()
        self.envoi = (
            self.env[action["res_model"]]
            .with_user(self.agent)
            .create({"dossier_ids": [Command.set(action["context"]["default_dossier_ids"])], **valeurs})
        )
        suite = self.envoi.action_confirmer()
        return self.env["parcours.courrier.lot"].with_user(self.agent).browse(suite["res_id"])

    def imprimer(self):
        self.env["parcours.courrier.lot"]._cron_imprimer()


@tagged("post_install", "-at_install")
class TestLot(LotCase):
    @freeze_time(JOUR)
    def test_summonses_are_printed_for_the_files_chosen_and_kept_each_on_its_file(self):
        lot = self.envoyer(self.dossiers)
        self.assertEqual((lot.genre, lot.canal, lot.state, lot.nombre_restants), ("sommation", "accuse", "en_cours", 3))
        self.imprimer()
        self.assertEqual((lot.state, lot.nombre_imprimes, lot.nombre_restants, lot.nombre_ecartes), ("fini", 3, 0, 0))
        for dossier in self.dossiers:
            courrier = self.vue(dossier).courrier_ids.filtered("lot_id")
            self.assertEqual((courrier.state, courrier.imprime_par_id, courrier.lot_id), ("imprime", self.agent, lot))
            self.assertIn(dossier.name, self.texte(courrier))
            self.assertIn("Ombuds", courrier.mention_texte)
        self.assertEqual(self.dossiers[0].courrier_ids.filtered("lot_id").langue, "nl_BE")
        self.assertEqual(self.dossiers[1].courrier_ids.filtered("lot_id").langue, "deux", "nobody knows the wish")
        self.assertFalse(
            self.dossiers.evenement_ids.filtered(lambda e: e.type == "sommation_envoyee"), "not posted yet"
        )

    @freeze_time(JOUR)
    def test_a_lot_says_which_brochures_go_into_the_envelopes(self):
        self.dossiers[1].langue_contact = "ar"
        brochures = self.env["parcours.brochure"]
        with freeze_time("2024-03-15 10:00:00"):
            nouveaux = self.arrivee() | self.arrivee() | self.arrivee()
        nouveaux[0].langue, nouveaux[1].langue = "nl_BE", "fr_BE"
        nouveaux[1].langue_contact = nouveaux[2].langue_contact = "ar"
        lot = self.envoyer(nouveaux, genre="attestation_obligation", canal="accuse")
        self.imprimer()
        self.assertEqual(lot.nombre_imprimes, 3)
        self.assertEqual(lot.brochures, "French: 2 · Dutch: 2", "none in Arabic; nobody knows the wish of one: both")
        fichier = base64.b64encode(pdf.feuille("Essai", "Essai", "fr"))
        brochure = brochures.create({"langue": "ar", "fichier": fichier, "date_debut": "2024-01-01"})
        brochure.sudo().state = "publie"
        lot.invalidate_recordset()
        self.assertEqual(lot.brochures, "Arabic: 2 · Dutch: 1")
        self.assertFalse(self.envoyer(self.dossiers).brochures, "a summons goes without")

    @freeze_time(JOUR)
    def test_the_register_is_asked_once_a_person_for_a_letter_and_in_the_name_of_the_agent(self):
        self.envoyer(self.dossiers)
        self.imprimer()
        self.assertEqual(
            self.demandes, [(self.agent.id, "courrier", "Summons", sorted(self.dossiers.mapped("reference")))]
        )

    @freeze_time(JOUR)
    def test_a_second_click_and_a_second_run_print_nothing_more(self):
        lot = self.envoyer(self.dossiers)
        self.assertEqual(self.envoi.action_confirmer()["res_id"], lot.id)
        self.imprimer()
        avant = lot.courrier_ids.sudo().mapped("imprime_le")
        lot.sudo().state = "en_cours"
        with freeze_time("2024-10-01 11:00:00"):
            self.imprimer()
        self.assertEqual(lot.courrier_ids.sudo().mapped("imprime_le"), avant)
        self.assertEqual((lot.state, len(self.demandes)), ("fini", 1))
        self.envoi = (
            self.env["parcours.courrier.envoi"]
            .with_user(self.agent)
            .create({"dossier_ids": [Command.set(self.dossiers.ids)], "genre": "sommation"})
        )
        self.assertEqual(self.envoi.nombre_possibles, 0)
        self.assertIn("3: Such a letter is already being made", self.envoi.refus)
        with self.assertRaisesRegex(UserError, "None of these files"):
            self.envoi.action_confirmer()

    @freeze_time(JOUR)
    def test_who_cannot_be_summoned_any_more_drops_out_with_the_reason_and_the_others_are_printed(self):
        def inscrire(personne):
            personne.dossier_ids._enregistrer(
                "inscription_organisateur", date(2024, 9, 2), organisateur_id=self.bapa.id
            )

        def demenager(personne):
            personne.dossier_ids.company_id = self.ixelles

        self.reponses = {
            self.dossiers[0].personne_id.id: inscrire,
            self.dossiers[1].personne_id.id: demenager,
        }
        lot = self.envoyer(self.dossiers)
        self.imprimer()
        courriers = [dossier.courrier_ids.filtered("lot_id") for dossier in self.dossiers]
        self.assertEqual([courrier.state for courrier in courriers], ["ecarte", "ecarte", "imprime"])
        self.assertIn("No term has ended", courriers[0].motif_ecart)
        self.assertIn("Ixelles", courriers[1].motif_ecart)
        self.assertEqual((lot.state, lot.action_ecartes()["domain"][1]), ("fini", ("state", "=", "ecarte")))

    @freeze_time(JOUR)
    def test_the_result_sheet_names_who_dropped_out_and_why_and_what_became_of_the_others(self):
        def inscrire(personne):
            personne.dossier_ids._enregistrer(
                "inscription_organisateur", date(2024, 9, 2), organisateur_id=self.bapa.id
            )

        self.reponses = {self.dossiers[1].personne_id.id: inscrire}
        lot = self.envoyer(self.dossiers)
        self.imprimer()
        un, trois = (self.vue(self.dossiers[rang]).courrier_ids.filtered("lot_id") for rang in (0, 2))
        self.assertEqual(lot.ecarte_ids.dossier_id, self.dossiers[1])
        un._poster(date(2024, 10, 1), "accuse", "RR100000001BE")
        self.dossiers[2].company_id = self.ixelles
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(lot.ailleurs, f"{trois.sudo().name} · ESSAI C · Ixelles")
        entrees = self.env["registre.consultation"].search([], order="id desc", limit=1).id or 0
        self.assertIn(f"/parcours/courriers/{lot.id}.xlsx", lot.action_resultat()["url"])
        feuille = openpyxl.load_workbook(io.BytesIO(lot._resultat())).active
        entete, *lignes = [list(ligne) for ligne in feuille.iter_rows(values_only=True)]
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.assertEqual(entete[:5], ["Number", "Name", "File", "Status", "Why it dropped out"])
        par_nom = {ligne[1]: ligne for ligne in lignes}
        self.assertEqual(set(par_nom), {"ESSAI A", "ESSAI B", "ESSAI C"})
        self.assertEqual(
            par_nom["ESSAI A"][3:7], ["Posted", None, "Registered with acknowledgment of receipt", "RR100000001BE"]
        )
        self.assertEqual(par_nom["ESSAI A"][7].date(), date(2024, 10, 1))
        self.assertEqual(par_nom["ESSAI B"][3], "Dropped out")
        self.assertEqual(par_nom["ESSAI B"][4], lot.ecarte_ids.motif_ecart)
        self.assertEqual(par_nom["ESSAI C"][3:5], [None, "With another commune by now: Ixelles"])
        self.assertNotIn("Posted", par_nom["ESSAI C"])
        gardees = self.env["registre.consultation"].search([("id", ">", entrees), ("operation", "=", "export")])
        self.assertEqual(set(gardees.mapped("reference")), set(self.dossiers[:2].mapped("reference")))
        self.assertEqual(gardees.user_id, self.agent)
        with self.assertRaises(AccessError):
            lot.with_user(self.utilisateur("agent", self.ixelles))._resultat()

    @freeze_time(JOUR)
    def test_who_had_registered_before_is_not_asked_for_at_the_register(self):
        lot = self.envoyer(self.dossiers)
        self.dossiers[0]._enregistrer("inscription_organisateur", date(2024, 9, 2), organisateur_id=self.bapa.id)
        self.imprimer()
        ((_qui, _motif, _precision, references),) = self.demandes
        self.assertNotIn(self.dossiers[0].reference, references)
        self.assertEqual(lot.nombre_ecartes, 1)

    @freeze_time(JOUR)
    def test_a_register_that_does_not_answer_stops_nothing_for_ever(self):
        self.panne = "The register was unreachable or too busy."
        lot = self.envoyer(self.dossiers)
        self.imprimer()
        self.assertEqual((lot.state, lot.message, lot.nombre_restants), ("attente", self.panne, 3))
        self.panne = ""
        self.imprimer()
        self.assertEqual((lot.state, lot.message, lot.nombre_imprimes), ("fini", False, 3))

    @freeze_time(JOUR)
    def test_a_letter_that_its_file_cannot_fill_in_drops_out_alone(self):
        lot = self.envoyer(self.dossiers)
        terme = type(lot.courrier_ids)._terme
        self.patch(type(lot.courrier_ids), "_terme", lambda lu: {} if lu.dossier_id == self.dossiers[1] else terme(lu))
        self.imprimer()
        ecarte = self.vue(self.dossiers[1]).courrier_ids.filtered("lot_id")
        self.assertEqual((lot.nombre_imprimes, ecarte.state), (2, "ecarte"))
        self.assertIn("last day of that term", ecarte.motif_ecart)

    @freeze_time(JOUR)
    def test_one_letter_that_fails_for_a_reason_nobody_foresaw_does_not_stop_the_others(self):
        lot = self.envoyer(self.dossiers)
        rate, garder = lot.courrier_ids.sorted("id")[0].id, type(lot.courrier_ids)._garder

        def casser(courrier, *valeurs):
            if courrier.id == rate:
                raise ZeroDivisionError
            return garder(courrier, *valeurs)

        self.patch(type(lot.courrier_ids), "_garder", casser)
        with self.assertLogs("odoo.addons.parcours_socle.lots", "WARNING"):
            self.imprimer()
        self.assertEqual(lot.courrier_ids.sorted("id").mapped("state"), ["ecarte", "imprime", "imprime"])
        self.assertIn("unexpected", lot.courrier_ids.sorted("id")[0].motif_ecart)

    def arret_apres(self, lot, nombre):
        """Have the agent stop that lot while its letters are printed one by one, after so many."""
        garder = type(lot.courrier_ids)._garder
        self.patch(parcours_courrier_lot, "TAILLE_IMPRESSION", 1)

        def arreter(courrier, *valeurs):
            fait = garder(courrier, *valeurs)
            if (lot.state, lot.nombre_imprimes) == ("en_cours", nombre):
                lot.with_user(self.agent).action_arreter()
            return fait

        self.patch(type(lot.courrier_ids), "_garder", arreter)

    @freeze_time(JOUR)
    def test_stopped_half_way_what_is_printed_stays_and_the_others_are_printed_once_somebody_goes_on(self):
        lot = self.envoyer(self.dossiers)
        self.arret_apres(lot, 1)
        self.imprimer()
        self.assertEqual((lot.state, lot.nombre_imprimes, lot.nombre_restants), ("arrete", 1, 2))
        self.assertEqual(lot.arrete_par_id, self.agent)
        avant = {courrier: courrier.imprime_le for courrier in lot.courrier_ids if courrier.state == "imprime"}
        self.imprimer()
        self.assertEqual((lot.state, lot.nombre_imprimes), ("arrete", 1), "no run goes on by itself")
        with freeze_time("2024-10-01 11:00:00"):
            lot.action_continuer()
            self.imprimer()
        self.assertEqual((lot.state, lot.nombre_imprimes, lot.nombre_restants), ("fini", 3, 0))
        for courrier, moment in avant.items():
            self.assertEqual(courrier.imprime_le, moment, "printed once")
        self.assertEqual(len(self.demandes), 2, "asked again: the first look was too old")

    @freeze_time(JOUR)
    def test_stopped_half_way_the_others_may_be_dropped_and_each_says_why(self):
        lot = self.envoyer(self.dossiers)
        self.arret_apres(lot, 2)
        self.imprimer()
        lot.action_abandonner()
        self.assertEqual((lot.state, lot.nombre_imprimes, lot.nombre_ecartes), ("fini", 2, 1))
        ecarte = lot.courrier_ids.filtered(lambda courrier: courrier.state == "ecarte")
        self.assertIn(lot.name, ecarte.motif_ecart)
        self.assertNotEqual(ecarte.with_context(lang="fr_BE").motif_ecart, ecarte.motif_ecart)
        # nothing is in the way of another one
        encore = self.envoyer(ecarte.dossier_id)
        self.imprimer()
        self.assertEqual((encore.nombre_imprimes, encore.state), (1, "fini"))
        for geste in ("action_arreter", "action_continuer", "action_abandonner"):
            with self.assertRaisesRegex(UserError, "Nothing was changed"):
                getattr(lot, geste)()

    @freeze_time(JOUR)
    def test_a_batch_that_waits_for_the_register_is_stopped_too(self):
        self.panne = "The register was unreachable or too busy."
        lot = self.envoyer(self.dossiers)
        self.imprimer()
        lot.action_arreter()
        self.panne = ""
        self.imprimer()
        self.assertEqual((lot.state, lot.message, lot.nombre_restants), ("arrete", False, 3))

    @freeze_time(JOUR)
    def test_nobody_stops_the_letters_of_another_commune(self):
        lot = self.envoyer(self.dossiers)
        ailleurs, vivalis = self.utilisateur("agent", self.ixelles), self.utilisateur("gestionnaire")
        for utilisateur in (ailleurs, vivalis, self.utilisateur("organisateur")):
            for geste in ("action_arreter", "action_continuer", "action_abandonner"):
                with self.assertRaises(AccessError):
                    getattr(lot.with_user(utilisateur), geste)()
        self.assertEqual((lot.state, lot.nombre_restants), ("en_cours", 3))

    @freeze_time(JOUR)
    def test_the_table_for_the_franking_service_opens_no_letter(self):
        lot = self.envoyer(self.dossiers)
        self.imprimer()
        ouverts = []
        self.patch(type(lot), "_pdfs", lambda *valeurs: ouverts.append(valeurs))
        lignes = list(csv.DictReader(io.StringIO(lot._bordereau().decode("utf-8-sig")), delimiter=";"))
        self.assertFalse(ouverts)
        self.assertTrue(all(int(ligne["Pages"]) for ligne in lignes))

    @freeze_time(JOUR)
    def test_the_merged_file_and_the_table_are_in_the_order_of_the_post(self):
        self.dossiers[2].personne_id.adresse_non_communicable = True
        lot = self.envoyer(self.dossiers)
        with self.assertRaisesRegex(UserError, "No letter is printed"):
            lot.action_fusion()
        self.imprimer()
        ordre = [self.dossiers[1], self.dossiers[0], self.dossiers[2]]
        textes = [page.extract_text() for page in PdfReader(io.BytesIO(lot._fusion())).pages]
        premieres = [next(i for i, texte in enumerate(textes) if dossier.name in texte) for dossier in ordre]
        self.assertEqual(premieres, sorted(premieres))
        lignes = list(csv.DictReader(io.StringIO(lot._bordereau().decode("utf-8-sig")), delimiter=";"))
        self.assertEqual([ligne["Destinataire"] for ligne in lignes], [dossier.name for dossier in ordre])
        self.assertEqual(lignes[0]["Rue et numéro"], "Rue de l'Essai 9")
        self.assertEqual(lignes[2]["Rue et numéro"], "")
        self.assertEqual(lignes[2]["Canal"], "En mains propres")
        self.assertEqual(sum(int(ligne["Pages"]) for ligne in lignes), len(textes))
        self.assertNotIn(self.dossiers[0].niss, lot._bordereau().decode())
        self.assertEqual(lot.nombre_remis, 1)

    @freeze_time(JOUR)
    def test_nobody_makes_letters_for_the_files_of_another_commune(self):
        lot = self.envoyer(self.dossiers)
        self.imprimer()
        ailleurs, vivalis = self.utilisateur("agent", self.ixelles), self.utilisateur("gestionnaire")
        Lot = self.env["parcours.courrier.lot"]
        self.assertFalse(Lot.with_user(ailleurs).search([("id", "=", lot.id)]))
        for utilisateur in (ailleurs, vivalis, self.utilisateur("organisateur")):
            with self.assertRaises(AccessError):
                lot.with_user(utilisateur)._fusion()
            with self.assertRaises(AccessError):
                lot.with_user(utilisateur)._bordereau()
            with self.assertRaises(AccessError):
                Lot.with_user(utilisateur)._creer(self.dossiers.with_user(utilisateur), "rappel", "ordinaire")
        with self.assertRaises(AccessError):
            lot.with_user(self.agent).write({"state": "en_cours"})
        with self.assertRaisesRegex(UserError, "one at a time"):
            Lot.with_user(self.agent)._creer(self.vue(self.dossiers), "invitation_piece", "ordinaire")

    @freeze_time(JOUR)
    def test_the_code_or_the_number_of_a_letter_finds_its_file_in_the_search_box(self):
        self.envoyer(self.dossiers)
        courrier = self.vue(self.dossiers[1]).courrier_ids.filtered("lot_id")
        recherche = self.env["registre.recherche"]
        for texte in (courrier.jeton, courrier.jeton.lower().replace("-", " "), courrier.name, f" {courrier.name} "):
            lignes = recherche.with_user(self.agent).chercher(texte)["lignes"]
            self.assertEqual([(lu["model"], lu["id"]) for lu in lignes], [("parcours.dossier", self.dossiers[1].id)])
        ailleurs = self.utilisateur("agent", self.ixelles)
        self.assertFalse(recherche.with_user(ailleurs).chercher(courrier.jeton)["lignes"])
        self.assertFalse(recherche.with_user(self.agent).chercher("LET/2024/999999")["lignes"])

    @freeze_time(JOUR)
    def test_who_was_written_to_in_both_languages_is_asked_which_one_until_it_is_known(self):
        liste = self.env.ref("parcours_accueil.liste_langues_a_demander").with_user(self.agent)
        avant = liste.nombre
        self.envoyer(self.dossiers)
        self.imprimer()
        liste.invalidate_recordset()
        self.assertEqual(liste.nombre - avant, 2, "one of the three wishes Dutch")
        self.vue(self.dossiers[1]).langue = "fr_BE"
        self.vue(self.dossiers[2]).courrier_ids.filtered("lot_id")._annuler("A mistake.")
        liste.invalidate_recordset()
        self.assertEqual(liste.nombre, avant)

    @freeze_time(JOUR)
    def test_what_left_is_neither_printed_nor_franked_again_and_stays_in_the_grid_until_it_is_answered(self):
        lot = self.envoyer(self.dossiers, genre="sommation", canal="accuse")
        self.imprimer()
        un, deux, trois = (self.vue(dossier).courrier_ids.filtered("lot_id") for dossier in self.dossiers)
        un._poster(date(2024, 10, 1), "remise")
        deux._poster(date(2024, 10, 1), "recommande", "RR100000001BE")
        self.assertEqual((un.state, deux.state), ("recu", "poste"))
        self.assertEqual(lot._a_poster(), trois)
        franchises = lot._bordereau().decode("utf-8-sig")
        self.assertIn(trois.name, franchises)
        for partie in (un, deux):
            self.assertNotIn(partie.name, franchises)
        grille = self.env["parcours.courrier.bordereau"].with_user(self.agent)._grille(lot)
        self.assertEqual(grille.ligne_ids.courrier_id, deux | trois, "something may still come back of what was posted")
        trois._poster(date(2024, 10, 1), "recommande", "RR100000002BE")
        for telecharger in (lot.action_fusion, lot.action_affranchir):
            with self.assertRaisesRegex(UserError, "waits to be posted"):
                telecharger()
        self.assertIn(f"/parcours/courriers/{lot.id}.xlsx", lot.action_resultat()["url"], "there is a result now")
