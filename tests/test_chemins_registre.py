# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Whatever leads to people: no list is grouped by what the register says of them, and no export goes unseen.

Every model of the platform that leads to a model whose reading is logged is found in the registry, Odoo's own included.
"""

from collections import deque
from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.parcours_accueil.tests.common import ParcoursCase

#: A column of each model whose reading is logged, that people would be grouped by.
COLONNES = {"registre.personne": "nationalite_code", "registre.information": "code"}


@tagged("post_install", "-at_install")
class TestCheminsRegistre(ParcoursCase):
    def _chemins(self):
        """Return {model: path of many2one fields, the shortest, to a column of a model whose reading is logged}."""
        liens = {}
        for nom, modele in self.env.registry.items():
            if not modele._abstract:
                for champ in modele._fields.values():
                    if champ.type == "many2one" and champ.store:
                        liens.setdefault(champ.comodel_name, []).append((nom, champ.name))
        chemins, file = {}, deque(COLONNES.items())
        while file:
            nom, suite = file.popleft()
            for origine, champ in liens.get(nom, ()):
                if origine not in chemins:
                    chemins[origine] = f"{champ}.{suite}"
                    file.append((origine, chemins[origine]))
        return chemins

    def test_the_models_whose_reading_is_logged_are_these(self):
        traces = self.env.registry.descendants(["lecture.tracee"], "_inherit")
        self.assertEqual({nom for nom in traces if not self.env.registry[nom]._abstract}, set(COLONNES))

    def test_nothing_is_grouped_by_what_the_register_says(self):
        chemins = self._chemins()
        # of the floor, of those above, and of Odoo
        for nom in ("registre.niss", "parcours.dossier", "parcours.exemption", "sanction.dossier", "mail.activity"):
            self.assertIn(nom, chemins)
        lecteur = self.env.ref("base.user_admin")
        # Odoo does not group tasks of which there are none
        self.arrivee().activity_schedule("mail.mail_activity_data_todo", user_id=lecteur.id)
        for nom, chemin in sorted(chemins.items()):
            Modele = self.env[nom].with_user(lecteur)
            if not Modele.has_access("read") or Modele._transient:
                continue
            for lire in (
                lambda M=Modele, c=chemin: M._read_group([], [c], ["__count"]),
                lambda M=Modele, c=chemin: M._read_grouping_sets([], [[c]], ["__count"]),
            ):
                with self.subTest(modele=nom, chemin=chemin), self.assertRaises(AccessError):
                    lire()

    def test_an_export_is_logged_wherever_it_starts(self):
        """From a task, by the term and the file, to the person: a model of Odoo, three steps away."""
        dossier = self.arrivee()
        dossier._enregistrer("attestation_remise", date(2024, 4, 2))
        agent = self.utilisateur("agent", self.schaerbeek)
        agent.group_ids += self.env.ref("base.group_allow_export")
        tache = self.env["mail.activity"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("parcours.dossier"),
                "res_id": dossier.id,
                "delai_id": dossier.delai_ids[:1].id,
                "user_id": agent.id,
            }
        )
        derniere = self.env["registre.consultation"].search([], limit=1).sequence
        chemins = ["summary", "delai_id/dossier_id/personne_id/nationalite"]
        lignes = tache.with_user(agent).export_data(chemins)["datas"]
        self.assertTrue(lignes[0][1])
        self.cr.flush()  # as before an answer leaves
        entree = self.env["registre.consultation"].search([("sequence", ">", derniere)])
        self.assertEqual(
            (entree.user_id, entree.niss, entree.operation), (agent, dossier.niss, "export"), "once, for the person"
        )
        self.assertIn("031", entree.its)
