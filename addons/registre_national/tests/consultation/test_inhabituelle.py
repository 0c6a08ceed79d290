# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from datetime import datetime, timedelta

from .. import fichiers as f
from ..commun import CasRegistre

#: A Tuesday at ten, in Brussels (winter time).
MARDI = datetime(2026, 1, 13, 9, 0)


class TestInhabituelle(CasRegistre):
    def setUp(self):
        super().setUp()
        self.agent = self.utilisateur("c_agent", "group_registre_agent", "21015")
        self.auditeur = self.utilisateur("c_auditeur", "group_registre_auditeur")
        self.auditeur.lang = "en_US"
        self.Inhabituelle = self.env["registre.consultation.inhabituelle"].with_user(self.auditeur)

    def _consulter(self, niss, date=MARDI, user=None, **valeurs):
        return {
            "date": date,
            "user_id": (user or self.agent).id,
            "niss": niss,
            "its": "000",
            "finalite": "x",
            "reference": "F-1",
            "tentative": 1,
            "nature": "ok",
            "motif": "dossier",
            "operation": "copie",
        } | valeurs

    def _journaliser(self, *lignes):
        self.Consultation._journaliser(list(lignes))

    def _raisons(self, user=None):
        lignes = self.Inhabituelle.search([("user_id", "=", (user or self.agent).id)])
        return {ligne.raison: ligne for ligne in lignes}

    def test_ordinary_work_is_not_listed(self):
        jours = [MARDI + timedelta(days=n) for n in range(3)]
        self._journaliser(*(self._consulter(f"{n}", jour) for jour in jours for n in range(10)))
        self.assertFalse(self._raisons())

    def test_outside_working_hours(self):
        # 05:30 UTC is 06:30 in Brussels in winter and 07:30 in summer; 10 January 2026 is a Saturday.
        ete = datetime(2026, 7, 14, 5, 30)
        self._journaliser(self._consulter("1", ete), self._consulter("1", ete.replace(hour=16, minute=59)))
        self.assertFalse(self._raisons())
        for moment in (datetime(2026, 1, 13, 5, 30), ete.replace(hour=17, minute=0), datetime(2026, 1, 10, 9, 0)):
            self._journaliser(self._consulter("2", moment))
        lignes = self.Inhabituelle.search([("user_id", "=", self.agent.id), ("raison", "=", "heure")])
        self.assertEqual(sorted(str(ligne.jour) for ligne in lignes), ["2026-01-10", "2026-01-13", "2026-07-14"])
        self.assertIn("Consultations: 1", lignes[0].explication)

    def test_many_people_on_one_day(self):
        jours = [MARDI - timedelta(days=n) for n in (1, 7)]
        self._journaliser(*(self._consulter(f"{n}", jour) for jour in jours for n in range(6)))
        self._journaliser(*(self._consulter(f"{n}") for n in range(18)))
        self.assertNotIn("nombre", self._raisons(), "three times the ordinary day is not above it")
        self._journaliser(*(self._consulter(f"{n}") for n in range(18, 22)))
        ligne = self._raisons()["nombre"]
        self.assertEqual((ligne.jour, ligne.nombre, ligne.habitude), (MARDI.date(), 22, 6))
        self.assertIn("22 people", ligne.explication)

    def test_one_person_again_and_again(self):
        self._journaliser(*(self._consulter("8", MARDI - timedelta(days=n)) for n in range(9)))
        self.assertNotIn("insistance", self._raisons(), "who handles a file opens it as often as it takes")
        self._journaliser(*(self._consulter("7", MARDI - timedelta(days=7 * n), motif="recherche") for n in range(4)))
        self._journaliser(self._consulter("7", MARDI - timedelta(days=35), motif="recherche"))
        self.assertNotIn("insistance", self._raisons(), "five times, but not within thirty days")
        self._journaliser(self._consulter("7", MARDI + timedelta(hours=1), motif="recherche"))
        ligne = self._raisons()["insistance"]
        self.assertEqual((ligne.niss, ligne.nombre, ligne.jour), ("7", 5, MARDI.date()))
        entrees = self.Consultation.with_user(self.auditeur).search(ligne.action_consultations()["domain"])
        self.assertEqual(set(entrees.mapped("niss")), {"7"})

    def test_a_person_of_another_commune(self):
        contenu = f.identite() + f.residence(("2024-03-01", "21009")) + f.NOMS
        self.Personne._enregistrer([([f.NISS], f.lire(contenu))])
        sur_place = self.utilisateur("c_ixelles", "group_registre_agent", "21009")
        vivalis = self.utilisateur("c_vivalis", "group_registre_regional")
        self._journaliser(*(self._consulter(f.NISS, user=user) for user in (self.agent, sur_place, vivalis)))
        self.assertEqual(self._raisons()["commune"].niss, f.NISS)
        self.assertFalse(self._raisons(sur_place))
        self.assertFalse(self._raisons(vivalis), "Vivalis works for the nineteen communes")

    def test_not_from_a_file(self):
        self._journaliser(self._consulter("1", motif="recherche"), self._consulter("2", motif="recherche"))
        self.assertEqual(self._raisons()["hors_dossier"].nombre, 2)

    def test_automatic_processes_are_not_people(self):
        nuit = datetime(2026, 1, 11, 2, 0)
        self._journaliser(*(self._consulter(f"{n}", nuit, processus="collecte") for n in range(50)))
        self.assertFalse(self._raisons())

    def test_only_the_auditor_reads_it(self):
        for groupe in ("agent", "regional", "gestion"):
            user = self.utilisateur(f"c2_{groupe}", f"group_registre_{groupe}", "21015")
            self.assertFalse(self.Inhabituelle.with_user(user).has_access("read"))
        for operation in ("write", "create", "unlink"):
            self.assertFalse(self.Inhabituelle.has_access(operation))

    def test_exports_are_not_from_a_file_and_insist_on_nobody(self):
        jours = [MARDI - timedelta(days=7 * n) for n in range(3)]
        for jour in (*jours, *jours):
            self._journaliser(*(self._consulter(f"{n}", jour, motif="recherche", operation="export") for n in range(4)))
        lignes = self.Inhabituelle.search([("user_id", "=", self.agent.id)])
        self.assertEqual(set(lignes.mapped("raison")), {"hors_dossier"})
        self.assertEqual(lignes.mapped("nombre"), [4, 4, 4], "people, not lines")
