# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the update does with conditions and filters of before: read, kept, switched off, told, given back."""

import importlib.util
from pathlib import Path

from odoo import Command
from odoo.tests import tagged

from ..common import ParcoursCase

SCRIPT = Path(__file__).parents[2] / "migrations" / "19.0.2.0.0" / "post-80-domaines.py"
BOMBE = "[('name', '=', 'a' * 10**10)]"


@tagged("post_install", "-at_install")
class TestPartage(ParcoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        spec = importlib.util.spec_from_file_location("domaines_migration", SCRIPT)
        cls.script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(cls.script)
        cls.agent, cls.chef = cls.utilisateur("agent", cls.schaerbeek), cls.utilisateur("chef", cls.schaerbeek)
        cls.direction = cls.utilisateur("direction")

    def de_avant(self, table, record, **values):
        """As somebody wrote it before anything was looked at."""
        self.env.flush_all()
        for column, value in values.items():
            self.cr.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, record.id])
        self.env.invalidate_all()

    def test_a_list_that_cannot_be_read_is_kept_switched_off_and_told(self):
        bonne = self.env["parcours.liste"].create({"name": "Bonne", "domaine": "[]"})
        vieille = "[('date_echeance', '<', (context_today() + relativedelta(days=3)).strftime('%Y-%m-%d'))]"
        self.de_avant("parcours_liste", bonne, domaine=vieille)
        mauvaise = self.env["parcours.liste"].create({"name": "Mauvaise", "domaine": "[]"})
        self.de_avant("parcours_liste", mauvaise, domaine=BOMBE)
        partie = self.env["parcours.liste"].create({"name": "Partie", "domaine": "[]"})
        self.de_avant("parcours_liste", partie, domaine="[('champ_parti', '=', 1)]")
        self.script.migrate(self.cr, "19.0.1.0.0")
        self.assertEqual((bonne.domaine, bonne.active), ("[('date_echeance', '<', 'today +3d')]", True))
        self.assertEqual((mauvaise.domaine, mauvaise.active, partie.active), (BOMBE, False, False))
        taches = self.env.ref("base.main_partner").activity_ids.filtered(lambda tache: tache.user_id == self.direction)
        self.assertEqual(
            set(taches.mapped("summary")), {f"The list “{nom}” cannot be read" for nom in ("Mauvaise", "Partie")}
        )
        lignes = self.env["parcours.partage"].search([("geste", "=", "eteint")])
        self.assertEqual(set(lignes.mapped("name")), {"Mauvaise", "Partie"})

    def test_a_filter_offered_by_who_is_no_head_is_theirs_again(self):
        filtres = self.env["ir.filters"]
        for nom, qui in (("agent", self.agent), ("chef", self.chef), ("direction", self.direction)):
            filtre = filtres.create({"name": nom, "model_id": "parcours.dossier", "is_default": True})
            self.de_avant("ir_filters", filtre, create_uid=qui.id)
            filtres |= filtre
        perdu = filtres.create({"name": "perdu", "model_id": "parcours.dossier", "domain": "[]"})
        perdu.user_ids = [Command.set(self.agent.ids)]
        self.de_avant("ir_filters", perdu, create_uid=self.agent.id, domain=BOMBE)
        self.script.migrate(self.cr, "19.0.1.0.0")
        agent, chef, direction = filtres
        self.assertEqual((agent.user_ids, agent.company_id.id), (self.agent, False))
        self.assertEqual((chef.user_ids.ids, chef.company_id), ([], self.schaerbeek))
        self.assertEqual((direction.user_ids.ids, direction.company_id.id), ([], False))
        self.assertEqual((perdu.domain, perdu.active), (BOMBE, False))
