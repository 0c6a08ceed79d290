# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""From a draft to the law in force: a replay of exactly this draft, two people, and every file it concerns."""

from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.parcours_accueil.models.loi import publication as reglement_publication

from ..common import ParcoursCase


class PublicationCase(ParcoursCase):
    """Two heads, a draft, and the scheduled action that follows a publication."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.une = cls.utilisateur("direction")
        cls.autre = cls.une.copy({"login": "essai.direction.autre", "name": "Autre"})

    def brouillon(self, **valeurs):
        """Return a draft from R2 that obliges from 40 years on only, as one head sees it."""
        brouillon = self.r2.with_user(self.une).copy(valeurs)
        age = brouillon.regle_ids.filtered(lambda regle: regle.code == "C4")
        age.domaine = "[('ref_age_min', '>=', 40), ('ref_age_max', '<', 65)]"
        return brouillon

    def rejouer(self, brouillon):
        return self.env["parcours.rejeu"].browse(brouillon.action_rejouer()["res_id"])

    def publier(self, brouillon):
        self.rejouer(brouillon)
        brouillon.with_user(self.une).action_proposer()
        brouillon.with_user(self.autre).action_publier()

    def cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("parcours_accueil.cron_reexaminer_loi").method_direct_trigger()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestPublication(PublicationCase):
    def test_one_head_proposes_and_another_publishes(self):
        brouillon = self.brouillon()
        with self.assertRaisesRegex(UserError, "Nobody has seen.*Nothing was published"):
            brouillon.action_proposer()
        with self.assertRaisesRegex(UserError, "Nobody has seen"):
            brouillon.with_user(self.autre).action_publier()
        self.rejouer(brouillon)
        with self.assertRaisesRegex(UserError, "not been proposed"):
            brouillon.with_user(self.autre).action_publier()
        brouillon.action_proposer()
        with self.assertRaisesRegex(UserError, "You proposed this version yourself"):
            brouillon.action_publier()
        self.assertEqual((brouillon.state, brouillon.propose_par), ("brouillon", self.une))
        brouillon.with_user(self.autre).action_publier()
        self.assertEqual((brouillon.state, brouillon.publie_par, self.r2.state), ("publie", self.autre, "remplace"))
        with self.assertRaisesRegex(UserError, "Only a draft"):
            brouillon.with_user(self.autre).action_publier()

    def test_any_change_withdraws_the_proposal(self):
        brouillon = self.brouillon()
        age = brouillon.regle_ids.filtered(lambda regle: regle.code == "C4")
        gestes = [
            lambda: brouillon.write({"textes": "autre"}),
            lambda: self.ligne(brouillon, "inscription").write({"valeur": 7}),
            lambda: self.ligne(brouillon, "inscription").write({"article": "art. 6"}),
            lambda: self.ligne(brouillon, "inscription").copy({"code": "autre"}),
            lambda: self.ligne(brouillon, "autre").unlink(),
            lambda: age.write({"name": "x"}),
            lambda: age.update_field_translations("explication", {"fr_BE": "autre"}),
            lambda: age.copy({"code": "C9"}),
            lambda: brouillon.regle_ids.filtered(lambda regle: regle.code == "C9").unlink(),
            lambda: brouillon.motif_suspension_ids[:1].write({"mois": 48}),
            lambda: brouillon.motif_suspension_ids[:1].copy({"code": "autre"}),
            lambda: brouillon.motif_suspension_ids.filtered(lambda motif: motif.code == "autre").unlink(),
        ]
        for geste in gestes:
            self.rejouer(brouillon)
            brouillon.action_proposer()
            self.assertTrue(brouillon.propose_par)
            geste()
            self.assertFalse(brouillon.propose_par)
        brouillon.action_rejouer()
        brouillon.action_proposer()
        brouillon.with_user(self.autre).action_retirer()
        self.assertFalse(brouillon.propose_par)

    def test_a_draft_needs_a_replay_of_exactly_itself(self):
        """What decides outcomes, lengths and amounts asks for a new replay; words do not; nor does a week pass."""
        brouillon = self.brouillon()
        age = brouillon.regle_ids.filtered(lambda regle: regle.code == "C4")
        demande = brouillon.regle_ids.filtered(lambda regle: regle.code == "6")
        gestes = [
            lambda: brouillon.write({"date_from": date(2024, 2, 1)}),
            lambda: self.ligne(brouillon, "inscription").write({"valeur": 7}),
            lambda: self.ligne(brouillon, "inscription").copy({"code": "autre", "unite": "euros"}),
            lambda: self.ligne(brouillon, "autre").write({"unite": "jours"}),
            lambda: self.ligne(brouillon, "autre").unlink(),
            lambda: age.write({"domaine": "[('ref_age_min', '>=', 41), ('ref_age_max', '<', 65)]"}),
            lambda: age.write({"examen_document": True}),
            lambda: age.write({"active": False}),
            lambda: demande.write({"sur_demande": False}),
            lambda: brouillon.motif_suspension_ids[:1].write({"mois": 48}),
            lambda: brouillon.motif_suspension_ids[-1:].unlink(),
        ]
        for geste in gestes:
            self.rejouer(brouillon)
            brouillon.invalidate_recordset()
            self.assertTrue(brouillon.rejeu_valable)
            geste()
            brouillon.invalidate_recordset()
            self.assertFalse(brouillon.rejeu_valable)
        self.rejouer(brouillon)
        age.explication = "in other words"
        self.ligne(brouillon, "inscription").write({"name": "x", "article": "art. 6", "remarque": "x", "sequence": 99})
        brouillon.invalidate_recordset()
        self.assertTrue(brouillon.rejeu_valable)
        with freeze_time(fields.Datetime.now() + timedelta(days=8)):
            brouillon.invalidate_recordset()
            self.assertFalse(brouillon.rejeu_valable)
            with self.assertRaisesRegex(UserError, "Nobody has seen"):
                brouillon.action_proposer()

    def test_the_law_is_not_published_by_rpc(self):
        self.ouvert()
        brouillon = self.brouillon()
        for vals in (
            {"state": "publie"},
            {"propose_par": self.autre.id},
            {"publie_par": self.une.id},
            {"reexamen_en_cours": True},
        ):
            with self.subTest(vals), self.assertRaisesRegex(AccessError, "two people"):
                brouillon.write(vals)
            with self.subTest(vals), self.assertRaisesRegex(AccessError, "two people"):
                brouillon.copy(vals)
        rejeu = self.rejouer(brouillon)
        for utilisateur in (self.une, self.utilisateur("auditeur")):
            vu = rejeu.with_user(utilisateur)
            for geste in (lambda vu=vu: vu.write({"state": "fini"}), vu.unlink, vu.copy, vu.ligne_ids.unlink):
                with self.assertRaises(AccessError):
                    geste()

    def test_only_heads_at_vivalis_publish(self):
        brouillon = self.brouillon()
        roles = {groupe: self.utilisateur(groupe) for groupe in ("gestionnaire", "auditeur", "statisticien")}
        roles["agent"] = self.utilisateur("agent", self.schaerbeek)
        roles["chef"] = self.utilisateur("chef", self.schaerbeek)
        for groupe, utilisateur in roles.items():
            vu = brouillon.with_user(utilisateur)
            for geste in (vu.action_rejouer, vu.action_proposer, vu.action_retirer, vu.action_publier, vu.unlink):
                with self.subTest(groupe, geste=geste.__name__), self.assertRaises(AccessError):
                    geste()

    def test_a_published_version_is_frozen_whole(self):
        """Frozen means frozen: neither by the translation button, nor by moving a rule in or out."""
        publiee = self.r2.with_user(self.une)
        regle = publiee.regle_ids[:1]
        for record, champ in ((publiee, "name"), (regle, "explication"), (regle, "name")):
            with self.assertRaisesRegex(UserError, "New version"):
                record.update_field_translations(champ, {"fr_BE": "autre chose"})
        valeur = publiee.valeur_ids[:1]
        for geste in (
            lambda: valeur.write({"valeur": 7}),
            lambda: valeur.update_field_translations("name", {"fr_BE": "autre chose"}),
            lambda: valeur.copy({"code": "autre"}),
            valeur.unlink,
        ):
            with self.assertRaisesRegex(UserError, "New version"):
                geste()
        brouillon = self.brouillon()
        with self.assertRaisesRegex(UserError, "New version"):
            brouillon.regle_ids[:1].reglement_id = publiee
        with self.assertRaisesRegex(UserError, "New version"):
            brouillon.valeur_ids[:1].reglement_id = publiee
        with self.assertRaisesRegex(UserError, "New version"):
            regle.reglement_id = brouillon
        brouillon.regle_ids[:1].update_field_translations("explication", {"fr_BE": "en français", "nl_BE": "in het NL"})
        self.assertEqual(brouillon.regle_ids[:1].with_context(lang="nl_BE").explication, "in het NL")

    def test_an_archived_rule_does_not_apply(self):
        brouillon = self.brouillon()
        brouillon.regle_ids.filtered(lambda regle: regle.code == "C4").active = False
        self.publier(brouillon)
        dossier = self.ouvert(ref_age_min=12, ref_age_max=12)
        self.assertEqual((dossier.reglement_id, dossier.resultat), (brouillon, "oblige"))

    def test_a_fact_left_out_is_a_fact_the_rule_needs(self):
        """A rule never guesses: a fact it reads without saying what its emptiness means makes it unknown."""
        regle = self.env["parcours.regle"].create(
            {
                "name": "x",
                "reglement_id": self.r2.copy().id,
                "type": "exemption",
                "code": "x",
                "article": "x",
                "domaine": "[('ref_carte', '!=', '0010'), ('jour_carte', '!=', '0010'), ('ref_age_min', '<', 30)]",
                "domaine_doute": "['|', ('jour_carte', '=', False), ('ref_age_min', '<', 20)]",
            }
        )
        self.assertEqual(regle.fait_ids.mapped("name"), ["ref_age_min", "ref_carte"])
        cas = {"ref_carte": False}, {"jour_carte": False}, {"ref_age_min": -1}, {}
        dossiers = self.Dossier.browse()
        for faits in cas:
            dossiers |= self.fiche(**faits)
        self.assertEqual(regle._valeurs(dossiers.ids), [("inconnu",)] * 3 + [("faux",)])
        regle.domaine_doute = "[('ref_carte', 'in', ['0017', False])]"
        self.assertIn("jour_carte", regle.fait_ids.mapped("name"), "the doubt says nothing of it any more")

    def test_reexamen_apres_publication(self):
        """Every file the version concerns is examined again: by its date, or because its date is not sure."""
        jeune, vieux = self.ouvert(), self.ouvert(ref_age_min=50, ref_age_max=50)
        ancien_regime = self.ouvert(
            **dict.fromkeys(("date_reference", "date_reference_min", "date_reference_max"), date(2023, 2, 1))
        )
        incertain = self.ouvert(date_reference=False)
        examens = {dossier: dossier.examen_id for dossier in jeune | vieux | ancien_regime | incertain}
        brouillon = self.brouillon()
        self.publier(brouillon)
        self.assertTrue(brouillon.reexamen_en_cours)
        self.assertEqual(jeune.resultat, "oblige", "nothing happens before the scheduled action")
        with patch.object(reglement_publication, "TAILLE_LOT_COMMIT", 1):
            self.cron()
        self.assertFalse(brouillon.reexamen_en_cours)
        self.assertEqual((jeune.resultat, jeune.reglement_id), ("hors_public", brouillon))
        self.assertTrue(jeune.issue_a_appliquer, "an open file is not moved by the law alone: somebody is called")
        self.assertEqual((vieux.resultat, vieux.reglement_id), ("oblige", brouillon))
        self.assertEqual(incertain.reglement_id, brouillon)
        self.assertEqual((ancien_regime.reglement_id, ancien_regime.examen_id), (self.r1, examens[ancien_regime]))
        self.assertIn(brouillon.name, jeune.examen_id.motif)
        self.assertNotEqual(jeune.examen_id, examens[jeune])

    def test_a_second_examination_goes_on_where_it_stopped(self):
        """Out of time after a batch, it goes on with the next one; run once more, it does nothing."""
        dossiers = self.Dossier.browse()
        for _rang in range(3):
            dossiers |= self.ouvert()
        brouillon = self.brouillon()
        self.publier(brouillon)
        with (
            patch.object(reglement_publication, "TAILLE_LOT_COMMIT", 2),
            # the first call says how much there is to do, the second one that the time is over
            patch.object(type(self.env["ir.cron"]), "_commit_progress", side_effect=[60, 0]),
        ):
            self.env["parcours.reglement"]._cron_reexaminer_loi()
        self.assertEqual(dossiers.mapped("resultat"), ["hors_public", "hors_public", "oblige"])
        self.assertEqual(self.Dossier.search(brouillon.sudo()._domaine_a_reexaminer()), dossiers[2])
        self.cron()
        self.assertEqual(set(dossiers.mapped("resultat")), {"hors_public"})
        nombre = self.env["parcours.examen"].search_count([])
        brouillon.sudo().write({"reexamen_en_cours": True, "reexamen_curseur": 0})
        self.cron()
        self.assertEqual(self.env["parcours.examen"].search_count([]), nombre)

    def test_an_examination_begun_before_the_publication_is_made_up_for(self):
        """A collection that had begun before the publication and ended after it: its files are not left behind."""
        brouillon = self.brouillon()
        self.publier(brouillon)
        self.cron()
        tardif = self.ouvert()
        tardif.sudo().write({"reglement_id": self.r2.id, "resultat": "oblige"})
        self.cron()
        self.assertEqual((tardif.reglement_id, tardif.resultat), (brouillon, "hors_public"))

    def test_each_version_has_its_name_in_each_language(self):
        brouillon = self.brouillon()
        for lang in ("en_US", "fr_BE", "nl_BE"):
            self.assertNotEqual(brouillon.with_context(lang=lang).name, self.r2.with_context(lang=lang).name)
            self.assertIn(self.r2.with_context(lang=lang).name, brouillon.with_context(lang=lang).name)
        self.assertEqual(self.r2.copy({"name": "R3"}).name, "R3")

    def test_a_version_without_rules_is_neither_replayed_nor_published(self):
        vide = self.env["parcours.reglement"].create({"name": "x", "code": "x", "date_from": date(2040, 1, 1)})
        for geste in (vide.action_rejouer, vide.action_publier):
            with self.assertRaisesRegex(UserError, "no rule"):
                geste()

    def test_a_head_sees_facts_by_their_plain_labels(self):
        """The facts are offered by their plain labels, and a head may add and remove one."""
        brouillon = self.brouillon()
        regle = brouillon.regle_ids.filtered(lambda regle: regle.code == "C4")
        lue = regle.web_read({"fait_ids": {"fields": {"display_name": {}}, "context": {"hide_model": True}}})[0]
        self.assertEqual(
            {fait["display_name"] for fait in lue["fait_ids"]},
            {"Age at the reference date, at least", "Age at the reference date, at most"},
        )
        carte = self.env["ir.model.fields"]._get("parcours.dossier", "ref_carte")
        regle.fait_ids = [Command.link(carte.id)]
        self.assertIn(carte, regle.fait_ids)
        regle.fait_ids = [Command.unlink(carte.id)]
        self.assertNotIn(carte, regle.fait_ids)
