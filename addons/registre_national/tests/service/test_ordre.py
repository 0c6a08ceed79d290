# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The order in which announcements come does not matter: the same set gives the same people, numbers and entries."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ...models.service import collecte as registre_service_collecte
from ..commun import CasRegistre

EVENEMENTS = ("numero_remplace", "numero_annule", "demenagement", "deces", "adresse", "mariage")


class TestOrdre(CasRegistre):
    def test_any_order_gives_the_same_people(self):
        # Batches of three people, so that the order in which batches are stored changes too.
        self.patch(registre_service_collecte, "TAILLE_LOT", 3)
        self.patch(type(self.Personne), "_apres_lecture", lambda personnes: None)
        simulateur, service = self.ouvrir(personnes=10, tout_annoncer=True)
        hasard, fiches = random.Random(7), simulateur.fiches[:10]
        sorts = [("numero_remplace", fiches[0])] * 2 + [("numero_annule", fiches[1])]
        for genre, fiche in [*sorts, *((genre, hasard.choice(fiches)) for genre in EVENEMENTS * 3)]:
            try:
                simulateur.evenement(genre, fiche.niss)
            except ValueError:
                continue
        service._recevoir_pages(service._client(), {"recues": 0})
        annonces = self.du_service(service).read(
            ["sequence", "niss", "niss_remplace", "category", "commune_nis"], load=None
        )
        categories = {annonce["category"] for annonce in annonces}
        self.assertEqual(categories, {"NEWCOMER", "MUTATION", "REPLACED", "CANCELLED"})
        self.assertTrue(self._doublement_remplace(annonces), "somebody must have had three numbers")
        self.du_service(service).unlink()
        attendu = self._ranger(service, [annonces])
        self.assertGreater(len(attendu[0]), 5)

        @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(st.permutations(annonces), st.lists(st.integers(1, len(annonces) - 1), max_size=3, unique=True))
        def memes_gens(ordre, coupes):
            bornes = [0, *sorted(coupes), len(ordre)]
            arrivees = [ordre[a:b] for a, b in zip(bornes, bornes[1:], strict=False)]
            self.assertEqual(self._ranger(service, arrivees), attendu)

        memes_gens()

    def _doublement_remplace(self, annonces):
        remplaces = {a["niss_remplace"] for a in annonces if a["niss_remplace"]}
        return any(a["niss"] in remplaces for a in annonces if a["niss_remplace"])

    def _ranger(self, service, arrivees):
        """Process announcements that come in several times, numbered as they come; return what is known, undone after.

        :return: (people with numbers and entries, what became of each announcement), comparable.
        """
        with self.undone():
            sequence = 0
            for arrivee in arrivees:
                vals = []
                for annonce in arrivee:
                    sequence += 1
                    contenu = {cle: annonce[cle] for cle in ("niss", "niss_remplace", "category", "commune_nis")}
                    vals.append({"service_id": service.id, "sequence": sequence, **contenu})
                self.Notification.create(vals)
                service._collecter(aide=True)
            return self._vu(service)

    def _vu(self, service):
        gens = []
        for personne in self.gens(service):
            entrees = personne.information_ids.mapped(lambda i: (i.it, i.code or "", i.date_texte or "", i.empreinte))
            gens.append((personne.niss, personne.name, sorted(personne.niss_ids.mapped("niss")), sorted(entrees)))
        sorts = self.du_service(service).mapped(lambda n: (n.niss, n.category, n.state, n.error_code or ""))
        return sorted(gens), sorted(sorts)
