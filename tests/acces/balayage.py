# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Every public method of every model of ours, called on records about people of another commune.

A call holds when its answer tells nobody of them, tells nothing of the inside of the server and writes nothing but what
is everybody's, or is refused in words; whoever calls as a screen does is never told of a crash.
"""

import inspect
import json
import re
from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.sql_db import Cursor

from .tentatives import REFUS, AccesCase

#: Who handles no file of Ixelles: the agent is one of another commune.
BAS = ("agent", "organisateur", "enseignant", "statisticien", "auditeur")
MAISON = ("parcours_socle", "registre_national", "parcours_accueil", "sanctions_admin")
#: What the ordinary use of a parameter of that name is; any other one gets "x".
USAGE = {
    "vals": {}, "vals_list": [{}], "values": {}, "specification": {"id": {}}, "fields": ["id"], "allfields": ["id"],
    "fields_spec": {"id": {}}, "field_names": ["id"], "field_name": "id", "fnames": ["id"], "domain": [], "groupby": [],
    "aggregates": ["__count"], "grouping_sets": [[]], "data": [["1"]], "views": [[False, "form"]], "name": "Ixellois",
    "func": "search", "progress_bar": {"field": "id", "colors": {}}, "access_mode": "read", "operation": "read",
}  # fmt: skip
#: Arguments that no screen gives.
HOSTILES = ("' OR 1=1 --", {"__class__": "x", "id": -1}, [[["id", "!=", 0]]], -1)
NUMERO_PERDU = 2**31 - 2
ECRITURE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.I)
#: What anybody who logs in may do: be there (on what they may read), say what does not work.
PERMISES = {"bus_bus", "presence_fiche", "parcours_probleme"}
#: The auditor has the log verified: what was found is kept.
VERIFIER = ("auditeur", "registre.consultation", "action_verifier")
VERIFIEES = {"registre_verification", "mail_message", "mail_followers", "mail_followers_mail_message_subtype_rel"}


class BalayageCase(AccesCase):
    genre = "every public method"
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        dossier = cls.ailleurs[0]
        cls.sanction = cls.refuser(cls.ixelles)
        dossier.message_post(body="Madame Ixellois a appelé")
        cls.demande(dossier)
        cls.contestation(dossier)
        cls.env["registre.anomalie"].create({"personne_id": dossier.personne_id.id, "verite": "Autre nom"})
        cls.mots = cls.secrets(cls.ailleurs)
        # a window, a sheet of results, is its author's
        cls.permises = PERMISES | {classe._table for classe in cls.registry.values() if classe._transient}

    # ---- what there is ----------------------------------------------------------------------------------------------

    def modeles(self):
        """The models that are ours, parts of them included: RPC knows them all."""
        return sorted(nom for nom, classe in self.registry.items() if classe._original_module in MAISON)

    def methodes(self, modele, d_odoo):
        """Return ``[(name, function)]`` of what RPC lets call on a model: what only we wrote, or what Odoo has too."""
        trouvees = []
        for nom, fonction in inspect.getmembers(self.registry[modele], inspect.isfunction):
            try:
                get_public_method(self.env[modele], nom)
            except AccessError:
                continue
            if d_odoo == self._d_odoo(modele, nom):
                trouvees.append((nom, fonction))
        return trouvees

    def _d_odoo(self, modele, nom):
        """Whether Odoo has a method of that name on this model, ours or not."""
        bases = (base for base in self.registry[modele].__mro__ if nom in base.__dict__)
        return any(base.__module__.split(".")[2:3] not in ([addon] for addon in MAISON) for base in bases)

    def leurs(self, modele):
        """Return records of a model that are about people of the other commune; what leads to nobody: any of them."""
        Modele = self.env[modele]
        if Modele._abstract:
            return Modele
        propres = {"parcours.dossier": self.ailleurs, "registre.personne": self.ailleurs.personne_id}
        if modele in propres:
            return propres[modele]
        trouves = Modele
        for champ, cibles in (
            ("dossier_id", self.ailleurs),
            ("dossier_ids", self.ailleurs),
            ("personne_id", self.ailleurs.personne_id),
            ("sanction_id", self.sanction),
        ):
            if not trouves and champ in Modele._fields and Modele._fields[champ].comodel_name == cibles._name:
                trouves = self._ceux(Modele, champ, cibles)
        return trouves or Modele.search([], limit=2)

    def _ceux(self, Modele, champ, cibles):
        """Those of these people; a window that somebody who may opened on them."""
        if not Modele._transient:
            return Modele.search([(champ, "in", cibles.ids)], limit=2) if Modele._fields[champ].store else Modele
        valeurs = {champ: [(6, 0, cibles.ids)] if champ.endswith("_ids") else cibles[:1].id}
        for role in ("agent_ixelles", "fonctionnaire", "direction"):
            try:
                with self.env.cr.savepoint():
                    return Modele.with_user(self.roles[role]).create(valeurs).with_env(self.env)
            except Exception:  # noqa: BLE001 (a window that wants more: a number that is not there is tried)
                continue
        return Modele

    # ---- calling ----------------------------------------------------------------------------------------------------

    def appels(self, fonction, records):
        """Return the arguments to call a method with: ``[(as a screen does, args)]``.

        A button is on one record: on none, or on one that is not there, it is a program's own mistake.
        """
        noms = [p for p in inspect.signature(fonction).parameters.values() if p.kind == p.POSITIONAL_OR_KEYWORD][1:]
        sages = [self._usage(p.name, records) for p in noms if p.default is p.empty]
        hostiles = [HOSTILES[rang % len(HOSTILES)] for rang, _p in enumerate(noms or [None])]
        if hasattr(fonction, "_api_model"):
            # a part of another model has not all that its methods need
            partie = bool(self.registry[records._name]._inherit_children)
            return [(not partie, sages), (False, hostiles)]
        if records._abstract:
            return [(False, [[], *sages])]
        un = records[:1].ids
        appels = [(bool(un), [un, *sages]), (False, [un, *hostiles])]
        return appels + [(False, [ids, *sages]) for ids in ([], [NUMERO_PERDU])]

    def _usage(self, nom, records):
        if nom.endswith("ids"):
            return records.ids
        if nom.endswith("id") or nom == "identifiant":
            return records[:1].id or NUMERO_PERDU
        return USAGE.get(nom, "x")

    @contextmanager
    def ecrites(self):
        """The tables of which rows are written meanwhile, by whatever cursor."""
        tables, vrai = set(), Cursor.execute

        def execute(curseur, requete, *args, **kwargs):
            resultat = vrai(curseur, requete, *args, **kwargs)
            ecrit = ECRITURE.match(str(getattr(requete, "code", requete)))
            if ecrit and curseur.rowcount:
                tables.add(ecrit[1])
            return resultat

        with patch.object(Cursor, "execute", execute):
            yield tables

    def juger(self, sage, reponse, tables):
        """What is wrong with an answer, or an empty text."""
        if "Traceback (most" in reponse.brut or "dist-packages" in reponse.brut:
            return "tells the inside of the server"
        if dits := [mot for mot in self.mots if mot in reponse.brut or json.dumps(mot)[1:-1] in reponse.brut]:
            return f"tells {dits}"
        if sage and reponse.erreur and not reponse.refus:
            return f"{reponse.erreur} is no refusal of {REFUS}"
        return "" if reponse.erreur or not tables else f"wrote {sorted(tables)}"

    def balayer(self, d_odoo, appeler):
        """Call them all as each of the low roles; an attempt is a model and a role.

        :param d_odoo: what Odoo has, or what only we wrote
        :param appeler: ``f(role, model, method, args)``, which returns a `Reponse`
        """
        for modele in self.modeles():
            methodes, records = self.methodes(modele, d_odoo), self.leurs(modele)
            for role in BAS if methodes else ():
                with self.tentative(role, f"every public method on {modele}"):
                    self.assertEqual(list(self._fautes(role, modele, methodes, records, appeler, not d_odoo)), [])

    def _fautes(self, role, modele, methodes, records, appeler, connus):
        """Yield what is wrong, in words.

        :param connus: whether it is known what a screen gives these methods; Odoo's take what is guessed here, and its
            own assertions on that are no answer that a screen gets
        """
        for nom, fonction in methodes:
            for sage, args in self.appels(fonction, records):
                with self.ecrites() as tables:
                    reponse = appeler(role, modele, nom, args)
                tables -= self.permises | (VERIFIEES if (role, modele, nom) == VERIFIER else set())
                if mal := self.juger(sage and connus, reponse, tables):
                    yield f"{role} {modele}.{nom}{str(args)[:80]}: {mal} {reponse.mots[:100]}"
