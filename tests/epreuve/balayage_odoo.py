# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What `./parcours epreuve balayage` runs."""

import json

from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from tests.acces.balayage import BalayageCase
from tests.acces.tentatives import Reponse


@tagged("post_install", "-at_install")
class TestBalayageOdoo(BalayageCase):
    calls = 0

    def test_no_method_of_odoo_on_our_models_answers_or_writes_about_the_people_of_others(self):
        with mute_logger("odoo.sql_db", "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule"):
            self.balayer(True, self.appeler)
        print(f"\n{self.calls} calls")

    def appeler(self, role, modele, nom, args):
        """Call as RPC does, and undo what was written once it is noted."""
        self.calls += 1
        point = self.env.cr.savepoint(flush=False)
        try:
            valeur = call_kw(self.comme(role, modele), nom, args, {})
            self.env.flush_all()
            return Reponse(valeur, brut=json.dumps(valeur, default=str))
        except Exception as erreur:  # noqa: BLE001 (whatever it is: it is judged as an answer)
            nom_complet = f"{type(erreur).__module__}.{type(erreur).__name__}"
            # what is no refusal is told to nobody (ir_http.py)
            mots = str(erreur) if Reponse(erreur=nom_complet).refus else ""
            return Reponse(None, nom_complet, mots, mots)
        finally:
            self.env.clear()
            point.rollback()
            point.close(rollback=False)
