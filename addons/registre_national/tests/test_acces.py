# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from odoo.exceptions import AccessError
from odoo.fields import Command

from . import fichiers as f
from .commun import CasRegistre

GROUPES = ("agent", "regional", "gestion", "auditeur")


class TestAcces(CasRegistre):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Two people of Schaerbeek, one of whom hides, and one of Ixelles.
        cls.visible, cls.cache, cls.ailleurs = cls.Personne._enregistrer(
            [
                cls._lecture("906501001", f.residence(("2024-03-01", "21015"))),
                cls._lecture("906501003", f.residence(("2024-03-01", "21015")) + f.NON_COMMUNICABLE),
                cls._lecture("906501005", f.residence(("2024-03-01", "21009"))),
            ]
        )

    @staticmethod
    def _lecture(neuf, residence):
        niss = f.numero(neuf)
        contenu = f.identite(niss) + residence + f.NOMS + f.ADRESSE + f.NATIONALITE
        return [niss], f.lire(contenu, niss)

    def test_agent_sees_own_commune_only(self):
        agent = self.utilisateur("h3_agent", "group_registre_agent", "21015")
        vus = self.Personne.with_user(agent).with_context(**agent.env.context).search_read([], ["niss"])
        self.assertEqual({v["niss"] for v in vus}, {self.visible.niss, self.cache.niss})
        for modele, champ in (("registre.information", "personne_id"), ("registre.niss", "personne_id")):
            lignes = self.env[modele].with_user(agent).with_context(**agent.env.context).search([])
            self.assertEqual(set(lignes.mapped(champ).ids), {self.visible.id, self.cache.id})
        with self.assertRaises(AccessError):
            self.ailleurs.with_user(agent).with_context(**agent.env.context).read(["name"])

    def test_windows_tell_nothing_of_another_commune(self):
        """Through RPC a window, or a report, can be made on any number: no name and no entry comes out of it."""
        agent = self.utilisateur("h3_fenetre", "group_registre_agent", "21015")
        noms = {"fields": {"display_name": {}}}
        entree = self.ailleurs.sudo().information_ids[:1]
        essais = [
            ("registre.relecture", {"personne_id": self.ailleurs.id}),
            ("registre.anomalie", {"personne_id": self.ailleurs.id}),
            ("registre.anomalie", {"personne_id": self.visible.id, "information_id": entree.id}),
        ]
        for nom, valeurs in essais:
            modele = self.env[nom].with_user(agent).with_context(**agent.env.context)
            par_defaut = {f"default_{champ}": valeur for champ, valeur in valeurs.items()}
            with self.subTest(nom):
                with self.assertRaises(AccessError):
                    modele.onchange(dict(valeurs), [], dict.fromkeys(valeurs, noms))
                with self.assertRaises(AccessError):
                    modele.with_context(**par_defaut).onchange({}, [], dict.fromkeys(valeurs, noms))
        relecture = {"motif": "guichet", "precision": "x", "reference": "x"}
        fenetres = self.env["registre.relecture"].with_user(agent).with_context(**agent.env.context)
        with self.assertRaises(AccessError):
            fenetres.create({**relecture, "personne_id": self.ailleurs.id})
        permise = fenetres.create({**relecture, "personne_id": self.visible.id})
        with self.assertRaises(AccessError):
            permise.personne_id = self.ailleurs

    def test_regional_sees_everybody_without_ticking(self):
        regional = self.utilisateur("h3_regional", "group_registre_regional")
        vus = self.Personne.with_user(regional).search([("id", "in", (self.visible + self.cache + self.ailleurs).ids)])
        self.assertEqual(len(vus), 3)
        self.assertEqual(self.ailleurs.with_user(regional).company_id.display_name, "Ixelles")

    def test_others_see_nobody(self):
        for groupe in ("gestion", "auditeur"):
            user = self.utilisateur(f"h3_{groupe}", f"group_registre_{groupe}", "21015")
            with self.subTest(groupe=groupe), self.assertRaises(AccessError):
                self.visible.with_user(user).read(["name"])

    def test_nobody_writes_what_the_register_said(self):
        for groupe in GROUPES:
            user = self.utilisateur(f"h3_{groupe}", f"group_registre_{groupe}", "21015")
            for modele in ("registre.personne", "registre.information", "registre.niss"):
                for operation in ("write", "create", "unlink"):
                    with self.subTest(groupe=groupe, modele=modele, operation=operation):
                        self.assertFalse(self.env[modele].with_user(user).has_access(operation))
        with self.assertRaises(AccessError):
            self.visible.with_user(self.utilisateur("h3_un", "group_registre_agent", "21015")).write({"nom": "x"})

    def test_hidden_address_is_hidden_everywhere(self):
        """On a form, in a list, in an export, in the chronology, and for whoever asks the server."""
        agent = self.utilisateur("h3_agent", "group_registre_agent", "21015")
        agent.group_ids = [Command.link(self.env.ref("base.group_allow_export").id)]
        personne = self.cache.with_user(agent).with_context(**agent.env.context)
        self.assertNotIn("Inventée", personne.read(["adresse"])[0]["adresse"])
        export = personne.export_data(["adresse", "information_ids/libelle", "information_ids/display_name"])
        self.assertNotIn("Inventée", str(export))
        self.assertNotIn("Inventée", str(personne.information_ids.read()))
        with self.assertRaises(AccessError):
            personne.read(["adresse_registre"])
        with self.assertRaises(AccessError):
            personne.information_ids.read(["content"])
        with self.assertRaises(AccessError):
            self.Personne.with_user(agent).search([("adresse_registre", "ilike", "Inventée")])
        visible = self.visible.with_user(agent).with_context(**agent.env.context)
        self.assertEqual(visible.adresse, "Rue Inventée 12/3, 1030")
        self.assertIn("Rue Inventée", str(visible.information_ids.mapped("libelle")))
        self.assertIn("Inventée", self.cache.adresse_registre, "the application itself can write a letter")

    def test_retry_belongs_to_the_managers(self):
        service = self.env.ref("registre_national.service_principal")
        notification = self.Notification.create(
            {"service_id": service.id, "sequence": 1, "state": "erreur", "error_kind": "fault"}
        )
        gestion = self.utilisateur("h3_gestion", "group_registre_gestion")
        agent = self.utilisateur("h3_agent", "group_registre_agent", "21015")
        with self.assertRaises(AccessError):
            notification.with_user(agent).action_reessayer()
        notification.with_user(gestion).action_reessayer()
        self.assertEqual(notification.state, "recue")
        with self.assertRaises(AccessError):
            service.with_user(agent).read(["name"])

    def test_the_auditor_reads_no_notification_and_changes_nothing_of_the_connection(self):
        auditeur = self.utilisateur("h3_auditeur", "group_registre_auditeur")
        gestion = self.utilisateur("h3_gestion", "group_registre_gestion")
        service = self.env.ref("registre_national.service_principal")
        commun = {"service_id": service.id}
        lignes = (
            service,
            self.Notification.create({**commun, "sequence": 1, "state": "ecartee", "error_kind": "fault"}),
            self.env["registre.lacune"].create({**commun, "premiere": 2, "derniere": 3, "state": "introuvable"}),
            self.env["registre.abonnement.ecart"].create({**commun, "genre": "inconnu", "niss": f.NISS}),
        )
        actions = ("action_collecter", "action_reessayer", "action_redemander", "action_reparer")
        for ligne, action in zip(lignes, actions, strict=True):
            lue = ligne.with_user(auditeur)
            with self.subTest(modele=ligne._name):
                self.assertEqual(
                    lue.has_access("read"), ligne == service, "what carries numbers of people is not theirs"
                )
                self.assertFalse(any(lue.has_access(droit) for droit in ("write", "create", "unlink")))
                with self.assertRaises(AccessError):
                    getattr(lue, action)()
                vue = self.env.ref("registre_national.registre_service_view_tableau") if ligne == service else None
                arch = ligne.with_user(gestion).get_view(vue and vue.id, "form" if vue else "list")["arch"]
                self.assertIn(f'name="{action}"', arch)
        with self.assertRaises(AccessError):
            service.with_user(auditeur).action_tout_reessayer()

    def test_chronology_is_readable(self):
        lignes = {i.it: i for i in self.visible.information_ids.with_context(lang="nl_BE")}
        self.assertEqual(lignes["001"].libelle, "Schaarbeek")
        self.assertEqual(lignes["001"].debut, "01/03/2024")
        self.assertEqual(lignes["031"].libelle, "Marokko")
        self.assertIn("Ada", lignes["010"].libelle)
