# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Five thousand lines that come back, twelve of them bad, as an agent of the commune."""

import base64
import io
import logging
import time
from datetime import date

import openpyxl
from freezegun import freeze_time

from odoo.tests import tagged

from ..common import FAITS_OBLIGE, ParcoursCase, numero

_logger = logging.getLogger(__name__)

LIGNES, MAUVAISES = 5_000, 12
ENTETE = ("Lettre", "Canal", "Numéro d'envoi", "Posté le", "Résultat", "Reçu ou revenu le", "Motif")
ACCUSE = "Recommandé avec accusé de réception"
#: What is wrong with a line, and a part of what is said of it.
DEFAUTS = [
    (("LET/1999/000001", ACCUSE, "RR1000001BE", "02/04/2024", "", "", ""), "no such letter"),
    (("", ACCUSE, "RR1000001BE", "02/04/2024", "", "", ""), "neither a letter number"),
    (("{}", "pigeon", "RR1000001BE", "02/04/2024", "", "", ""), "is no channel"),
    (("{}", ACCUSE, "", "02/04/2024", "", "", ""), "has a posting number"),
    (("{}", ACCUSE, "RR1000001BE", "hier", "", "", ""), "is no day"),
    (("{}", ACCUSE, "RR1000001BE", "02/04/2024", "Reçu", "01/04/2024", ""), "before the day it was posted"),
    (("{}", ACCUSE, "RR1000001BE", "02/04/2044", "", "", ""), "still to come"),
    (("{}", ACCUSE, "RR1000001BE", "02/04/2004", "", "", ""), "too long ago"),
    (("{}", "", "", "", "Reçu", "04/04/2024", ""), "not posted yet"),
    (("{}", ACCUSE, "RR1000001BE", "02/04/2024", "Retour", "04/04/2024", ""), "does not say why"),
    (("{}", ACCUSE, "RR1000001BE", "02/04/2024", "Reçu", "", ""), "not on which day"),
    (("{}", "", "", "", "", "", ""), "says nothing of its letter"),
]


@tagged("post_install", "-at_install")
class TestBordereauEnNombre(ParcoursCase):
    def setUp(self):
        super().setUp()
        self.agent = self.utilisateur("agent", self.schaerbeek)
        with freeze_time("2024-03-11"):
            dossiers = self.Dossier.create(
                [
                    {
                        "name": f"ESSAI {rang}",
                        "niss": numero(rang, 1901 + rang // 997),
                        "company_id": self.schaerbeek.id,
                        "langue": "fr_BE",
                        **FAITS_OBLIGE,
                    }
                    for rang in range(LIGNES)
                ]
            )
            dossiers._examiner("essai")
            self.courriers = self.env["parcours.courrier"]._brouillons(
                dossiers, "attestation_obligation", dict.fromkeys(dossiers.ids, "fr_BE")
            )
            self.courriers.sudo().write({"state": "imprime", "imprime_le": "2024-03-11 10:00:00"})

    def table(self):
        """Return the lines of the table that comes back: bad ones among the others, each a letter."""
        mauvaises = dict(zip(range(137, LIGNES, LIGNES // MAUVAISES), DEFAUTS, strict=False))
        for rang, courrier in enumerate(self.courriers):
            if rang in mauvaises:
                cellules, raison = mauvaises[rang]
                yield (cellules[0].format(courrier.name), *cellules[1:]), raison
            else:
                jour = date(2024, 4, 2 + rang % 3).strftime("%d/%m/%Y" if rang % 2 else "%Y-%m-%d")
                issue = [("Reçu", "10/04/2024", ""), ("Retour", "2024-04-11", "Inconnu"), ("", "", "")][rang % 3]
                yield (courrier.name, ACCUSE, f"RR{rang:09d}BE", jour, *issue), ""

    def reprendre(self, lignes):
        """Take back these lines, as an xlsx."""
        classeur, sortie = openpyxl.Workbook(write_only=True), io.BytesIO()
        feuille = classeur.create_sheet()
        for ligne in (ENTETE, *lignes):
            feuille.append(ligne)
        classeur.save(sortie)
        fenetre = self.env["parcours.courrier.reprise"].with_user(self.agent).with_company(self.agent.company_id)
        action = fenetre.create({"fichier": base64.b64encode(sortie.getvalue()), "nom": "retour.xlsx"}).action_lire()
        return self.env[action["res_model"]].with_user(self.agent).browse(action["res_id"])

    @freeze_time("2024-04-20 10:00:00", tick=True)
    def test_twelve_bad_lines_of_five_thousand_are_named_and_the_others_are_recorded_once(self):
        lignes = list(self.table())
        debut = time.monotonic()
        bordereau = self.reprendre([ligne for ligne, _raison in lignes])
        lu = time.monotonic()
        self.assertEqual((bordereau.nombre_a_prendre, bordereau.nombre_refusees), (LIGNES - MAUVAISES, MAUVAISES))
        raisons = {ligne.ligne: ligne.raison for ligne in bordereau.refusee_ids}
        attendues = {numero: raison for numero, (_ligne, raison) in enumerate(lignes, 2) if raison}
        self.assertEqual(set(raisons), set(attendues))
        for numero_ligne, raison in attendues.items():
            self.assertIn(raison, raisons[numero_ligne])
        self.assertEqual(set(self.courriers.mapped("state")), {"imprime"}, "nothing is recorded yet")
        pris, requetes = time.monotonic(), self.env.cr.sql_log_count
        bordereau.action_prendre()
        self.env["parcours.courrier.bordereau"]._cron_prendre()
        fin, requetes = time.monotonic(), self.env.cr.sql_log_count - requetes
        _logger.info(
            "%d lines: read in %.1f s, recorded in %.1f s, %d queries", LIGNES, lu - debut, fin - pris, requetes
        )
        self.assertLess(requetes, LIGNES, "sets, not loops")
        self.assertEqual((bordereau.state, bordereau.nombre_prises), ("fini", LIGNES - MAUVAISES))
        self.courriers.invalidate_recordset()
        etats = self.courriers.grouped("state")
        self.assertEqual({etat: len(siens) for etat, siens in etats.items()}["imprime"], MAUVAISES)
        evenements = self.env["parcours.evenement"].search_count([("canal", "=", "accuse")])
        self.assertEqual(evenements, LIGNES - MAUVAISES)
        encore = self.reprendre([ligne for ligne, _raison in lignes])
        self.assertEqual((encore.nombre_deja, encore.nombre_a_prendre), (LIGNES - MAUVAISES, 0))
        self.assertEqual(self.env["parcours.evenement"].search_count([("canal", "=", "accuse")]), evenements)
