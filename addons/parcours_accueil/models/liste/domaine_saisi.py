# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Conditions that somebody typed on a screen: read, looked at field by field, and tried before they are kept."""

from contextlib import contextmanager

from psycopg2 import Error
from psycopg2.errors import QueryCanceled

from odoo import models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.modules.module import Manifest
from odoo.tools import SQL

from odoo.addons.parcours_socle.domaines import DomaineIllisible, conditions, est_jour, lire, normaliser

#: Models that conditions go through by a path, beside those of the house.
PASSAGES = ("res.company", "res.lang", "res.country", "mail.activity")
#: Milliseconds that a search may take: when conditions are saved, and when a card counts.
ESSAI_MS = 5_000
CARTE_MS = 2_000

#: What reading, preparing or running conditions may raise: Odoo's own words for a field that is gone, a value of
#: another type, a day outside the calendar, a right that is missing.
PANNES = (
    UserError, KeyError, ValueError, TypeError, AttributeError, ArithmeticError, AssertionError, NotImplementedError,
    RecursionError, Error,
)  # fmt: skip


class DomaineSaisi(models.AbstractModel):
    _name = "domaine.saisi"
    _description = "Conditions typed on a screen"

    def _lire_domaine(self, modele, texte):
        """Return the Domain of a text over a model, words for days left to the search.

        :raise DomaineIllisible: the text is no domain, or one that goes elsewhere than among our models
        :raise KeyError: a model or a field is gone
        """
        domaine = lire(texte, self.env.uid)
        self._suivre_chemins(self.env[modele], domaine)
        return Domain(domaine)

    def _suivre_chemins(self, modele, domaine):
        """Each path goes through models of the house; each day is one of the calendar, whenever it is read."""
        for chemin, _operateur, valeur in conditions(domaine):
            champ, dessous = None, modele
            for nom in chemin.split("."):
                if champ is not None:
                    if not champ.relational:
                        break  # a part of a date, a property
                    if not self._est_traversable(champ.comodel_name):
                        raise DomaineIllisible("chemin", chemin)
                    dessous = self.env[champ.comodel_name]
                champ = dessous._fields[nom]
            if champ.type in ("date", "datetime") and nom == champ.name:
                valeurs = valeur if isinstance(valeur, list | tuple) else [valeur]
                for jour in valeurs:
                    if jour and not (isinstance(jour, str) and est_jour(jour)):
                        raise DomaineIllisible("jour", jour)

    def _est_traversable(self, modele):
        return modele in PASSAGES or self._est_de_la_maison(modele)

    def _est_de_la_maison(self, modele):
        """Whether a model was made by one of our addons, of this floor or above.

        :raise KeyError: there is no such model
        """
        addons = (self.env.registry[modele]._original_module, DomaineSaisi._module)
        auteurs = {Manifest.for_addon(addon)["author"] for addon in addons}
        return len(auteurs) == 1

    @contextmanager
    def _temps_limite(self, millisecondes):
        """What is searched inside ends within that time; nothing is written inside, and the limit ends with it.

        :raise psycopg2.errors.QueryCanceled: when it does not
        """
        self.env.flush_all()
        with self.env.cr.savepoint(flush=False) as point:
            # Raw SQL: a limit of this transaction, which going back to the savepoint takes back.
            self.env.cr.execute("SET LOCAL statement_timeout = %s", [millisecondes])
            yield
            point.rollback()

    def _executer(self, requete):
        """Return the rows of a SELECT; a failure is not told in the server's log, where the values would be."""
        self.env.flush_query(requete)
        # Raw SQL: a query that the ORM made, with the record rules of the reader
        self.env.cr.execute(requete, log_exceptions=False)
        return self.env.cr.fetchall()

    def _essayer(self, modele, domaine, ordre=None, limite=None, millisecondes=ESSAI_MS):
        """Search as the current user, within a time; return how many were found, at most `limite`.

        One of `PANNES` is raised when it cannot be done; :meth:`_dire_panne` says which in words.
        """
        with self._temps_limite(millisecondes):
            requete = self.env[modele]._search(domaine, limit=limite)
            ((nombre,),) = self._executer(SQL("SELECT count(*) FROM (%s) AS q", requete.select()))
            if ordre:
                self._executer(self.env[modele]._search(domaine, limit=1, order=ordre).select())
        # a search may leave out of its order a column that its reader may not see
        for terme in (ordre or "").split(","):
            if nom := terme.strip().partition(" ")[0].partition(".")[0]:
                self.env[modele]._check_field_access(self.env[modele]._fields[nom], "read")
        return nombre

    def _en_mots(self, texte, refus):
        """Return a text with each of its days in words, as it is kept.

        :param refus: says in words of a `DomaineIllisible` why nothing was kept
        :raise ValidationError: in those words
        """
        try:
            return normaliser(texte)
        except DomaineIllisible as panne:
            raise ValidationError(refus(panne)) from panne

    def _dire_panne(self, panne):
        """Say in one sentence why conditions cannot be read or run."""
        match panne:
            case DomaineIllisible():
                return self._dire_illisible(panne)
            case QueryCanceled():
                return self.env._("Searching takes too long: add a condition, or choose fewer.")
            case AccessError():
                return self.env._("The conditions name something that your role may not see.")
            case KeyError():
                return self.env._(
                    "The conditions name a field that does not exist: %s.", panne.args[0] if panne.args else ""
                )
            case UserError():
                return str(panne)
            case _:
                return self.env._("The conditions cannot be searched: a value is not of the kind of its field.")

    def _dire_illisible(self, panne):
        morceau = panne.morceau
        match panne.raison:
            case "longueur":
                return self.env._("The conditions are too long, or go too deep.")
            case "calcul":
                return self.env._(
                    "“%s” is computed. Write values, and days in words: today, today +30d, today =1d -1m.", morceau
                )
            case "jour":
                return self.env._(
                    "“%s” is no day that is understood: 2026-03-01, today, today +30d, today =1d.", morceau
                )
            case "nom":
                return self.env._("“%s” is no name of a field.", morceau)
            case "operateur":
                return self.env._("“%s” is no way to compare.", morceau)
            case "chemin":
                return self.env._("“%s” goes outside the files of the pathway.", morceau)
            case _:
                return self.env._("“%s” is no list of conditions.", morceau)
