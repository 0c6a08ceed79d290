# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from datetime import timedelta

from psycopg2.errors import ReadOnlySqlTransaction

from odoo import api, models

from odoo.addons.parcours_socle.jour import maintenant

from ...soap.modele import IT_PERMIS

#: Reading the same person again so soon (another tab, a button that refreshes the page) is the same consultation.
MEME_LECTURE = timedelta(minutes=10)
#: Key of what was read in this transaction, in its data until it is about to be committed, and of what of it was
#: logged, in its cache.
LUES, JOURNALISEES = "registre_national.lues", "registre_national.journalisees"
#: The number in the log of a search that was not for one number, as `registre.recherche` writes it.
SANS_NUMERO = "-"


class RegistreLecture(models.AbstractModel):
    """What a user reads in a transaction, kept until it is about to be committed, which is before an answer leaves;
    then logged in one piece: an entry a person, whatever the number of columns, lists and calls that showed them.

    The same user, person and information within ten minutes are one consultation. An export, and a letter, are one
    each time. An answer that cannot be logged does not leave.
    """

    _name = "registre.lecture"
    _description = "What was read, until it is logged"

    @api.model
    @api.private
    def _retenir(self, lus, motif, operation="copie"):
        """Keep that the user read these people.

        :param lus: {record that says who (`_de_qui`): information types}
        :param motif: why: a reason of the log
        :param operation: "copie" or "export"
        """
        lectures, _recherches = self._retenues()
        for qui, its in lus.items():
            gens = lectures.setdefault((operation, motif, qui._name), {})
            gens[qui.id] = gens.get(qui.id, frozenset()) | its

    @api.model
    @api.private
    def _retenir_recherche(self, texte, its):
        """Keep that the user searched by what the register says.

        :param texte: what was asked, in words
        """
        _lectures, recherches = self._retenues()
        recherches[texte] = its

    def _retenues(self):
        """Return what was kept so far in this transaction for the user.

        :raise ReadOnlySqlTransaction: on a connection that may only read: Odoo then serves the request again on one
            that writes
        """
        if self.env.cr.readonly:
            raise ReadOnlySqlTransaction("What is read of people is logged")
        precommit, cle = self.env.cr.precommit, f"{LUES}.{self.env.uid}"
        if cle not in precommit.data:
            precommit.data[cle] = {}, {}
            # sudo: nobody writes the log by right; the user is still who reads
            journal = self.sudo()
            precommit.add(lambda: journal._journaliser_retenues(*precommit.data.pop(cle)))
        return precommit.data[cle]

    def _journaliser_retenues(self, lectures, recherches):
        """Log what was kept; a few queries for any number of people. As superuser."""
        instant = maintenant()
        lignes = [*self._lignes_recherches(recherches, instant), *self._lignes_lectures(lectures, instant)]
        if lignes:
            Consultation = self.env["registre.consultation"]
            commun = Consultation._ligne_interne(instant, " ".join(sorted(IT_PERMIS))) | {"user_id": self.env.uid}
            Consultation._journaliser([commun | ligne for ligne in lignes])

    def _lignes_lectures(self, lectures, instant):
        # read by several ways at once, somebody is consulted once: for the file, if one of the ways was
        gens, lettres = {"copie": {}, "export": {}}, []
        for (operation, motif, modele), lus in lectures.items():
            for identifiant, (niss, reference) in self.env[modele].browse(lus)._de_qui().items():
                its, avant = lus[identifiant], gens[operation].get(niss)
                ligne = {"niss": niss or SANS_NUMERO, "reference": reference, "operation": operation, "motif": motif}
                if motif == "courrier":
                    lettres.append((its, ligne))
                elif avant:
                    gens[operation][niss] = avant[0] | its, ligne if motif == "dossier" else avant[1]
                else:
                    gens[operation][niss] = its, ligne
        copies = self._nouvelles(gens["copie"], instant)
        return [ligne | {"its": " ".join(sorted(its))} for its, ligne in (*copies, *gens["export"].values(), *lettres)]

    def _nouvelles(self, copies, instant):
        """Return those of these readings that are no consultation yet of the last minutes."""
        deja = self._recentes([*copies], instant) if copies else {}
        memoire = self.env.cr.cache.setdefault(JOURNALISEES, {})
        nouvelles = {niss: copie for niss, copie in copies.items() if not copie[0] <= deja.get(niss, frozenset())}
        for niss, (its, _ligne) in nouvelles.items():
            memoire[self.env.uid, niss] = deja.get(niss, frozenset()) | its, instant
        return nouvelles.values()

    def _recentes(self, numeros, instant):
        """Return {number: information types} that this user read of these people lately."""
        depuis, deja = instant - MEME_LECTURE, {}
        domaine = [("user_id", "=", self.env.uid), ("niss", "in", numeros), ("date", ">", depuis)]
        for entree in self.env["registre.consultation"].search_fetch(
            [*domaine, ("operation", "=", "copie")], ["niss", "its"], order="id"
        ):
            deja[entree.niss] = deja.get(entree.niss, frozenset()) | frozenset(entree.its.split())
        # What this very transaction logged was committed by another one, which it cannot see.
        for niss in numeros:
            its, moment = self.env.cr.cache.get(JOURNALISEES, {}).get((self.env.uid, niss), (None, None))
            if its and moment > depuis:
                deja[niss] = deja.get(niss, frozenset()) | its
        return deja

    def _lignes_recherches(self, recherches, instant):
        """A search is logged apart from readings: what was asked, once for some minutes."""
        if not recherches:
            return []
        domaine = [("user_id", "=", self.env.uid), ("niss", "=", SANS_NUMERO), ("operation", "=", "recherche")]
        domaine += [("date", ">", instant - MEME_LECTURE), ("precision", "in", [*recherches])]
        deja = {entree.precision for entree in self.env["registre.consultation"].search(domaine, order="id")}
        memoire = self.env.cr.cache.setdefault(f"{JOURNALISEES}.recherches", {})
        lignes = []
        for texte, its in recherches.items():
            dite = memoire.get((self.env.uid, texte))
            if texte not in deja and not (dite and dite > instant - MEME_LECTURE):
                memoire[self.env.uid, texte] = instant
                ligne = {"niss": SANS_NUMERO, "its": " ".join(sorted(its)), "reference": self.env._("Search")}
                lignes.append(ligne | {"operation": "recherche", "motif": "recherche", "precision": texte})
        return lignes
