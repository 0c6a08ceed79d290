# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the tests of the models share: a register that answers, a service that calls it, and users with one group
each.
"""

from odoo.tests import new_test_user

from odoo.addons.parcours_socle.tests.common import CommitCase
from odoo.addons.registre_national.journal.sceau import TOUTES
from odoo.addons.registre_national.tests.habilitation import habiliter

from simulateur import Simulateur

PERSONNES = 12


def activer_langues(env):
    """The labels exist in the two languages of the agents, whatever the base was installed with."""
    for code in ("fr_BE", "nl_BE"):
        env["res.lang"]._activate_lang(code)


class CasRegistre(CommitCase):
    """A register of its own for each test, served on 127.0.0.1 from this process."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        activer_langues(cls.env)
        cls.Notification = cls.env["registre.notification"]
        cls.Personne = cls.env["registre.personne"]
        cls.Information = cls.env["registre.information"]
        cls.Consultation = cls.env["registre.consultation"]

    def ouvrir(self, personnes=PERSONNES, graine=1, **options):
        """Start a register and return it with a service that calls it."""
        simulateur = Simulateur(personnes=personnes, graine=graine, **options)
        simulateur.demarrer()
        self.addCleanup(simulateur.arreter)
        service = self.env["registre.service"].create(
            {
                "name": "Essai",
                "mode_test": True,
                "url_consultation": simulateur.url_consultation,
                "url_notifications": simulateur.url_notifications,
                "url_abonnements": simulateur.url_abonnements,
                "cbe_number": "0000000097",
                "legal_context": "PARCOURS:ESSAI",
            }
        )
        return simulateur, service

    def falsifier(self, entree, **valeurs):
        """What only a superuser of PostgreSQL could do to an entry of the log, as the verification then reads it;
        without values, the entry is not there."""
        sequence, journal = entree.sequence, type(self.Consultation)
        lire = journal._lire

        def lu(log, derniere):
            for avant, sceau, *ligne in lire(log, derniere):
                if ligne[0] != sequence:
                    yield avant, sceau, *ligne
                elif valeurs:
                    change = dict(zip(TOUTES, ligne, strict=True)) | valeurs
                    yield avant, valeurs.get("hash", sceau), *(change[colonne] for colonne in TOUTES)

        self.patch(journal, "_lire", lambda log, derniere: list(lu(log, derniere)))

    def gens(self, service):
        """The people that the notifications of a service led to."""
        return self.du_service(service).personne_id

    def du_service(self, service):
        """The notifications of a service, as announced."""
        return self.Notification.search([("service_id", "=", service.id)], order="sequence")

    def photo(self):
        """Everything that a collection stores, to compare two moments; what others added to a person left out."""
        champs = [nom for nom, champ in self.Personne._fields.items() if champ._module == "registre_national"]
        personnes = self.Personne.search([], order="id").read(champs, load=None)
        for personne in personnes:
            del personne["date_lecture"]
        informations = self.Information.search([], order="id").read(load=None)
        return (
            personnes,
            informations,
            self.env["registre.niss"].search([], order="id").read(["niss", "personne_id"], load=None),
        )

    def utilisateur(self, login, groupe, *communes):
        """A user with one group of the register, of these communes (NIS codes)."""
        companies = self.env["res.company"].search([("nis_code", "in", communes)]) or self.env.company
        user = new_test_user(
            self.env,
            login=login,
            groups=f"base.group_user,registre_national.{groupe}",
            company_id=companies[0].id,
            company_ids=companies.ids,
        )
        habiliter(user)
        return user.with_context(allowed_company_ids=companies.ids)
