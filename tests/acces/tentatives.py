# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Attempts: what each role tries through the real layers, and must be refused, give nothing, or leave a trace.

class TestSomething(AccesCase):
    genre = "what is attempted"                 # the kind under which attempts are counted

    def test_an_agent_reads_no_file_of_another_commune(self):
        self.refuse("agent", "parcours.dossier", "read", self.ailleurs.ids, ["name"])
        self.vide("agent", "parcours.dossier", "search", [("id", "in", self.ailleurs.ids)])
        self.rien("agent", "/web/content/12", secrets=["Ixellois"])
        with self.trace("agent", *self.ici.mapped("niss"), operation="copie"):
            self.rpc("agent", "parcours.dossier", "read", self.ici.ids, ["ref_ue"])

An attempt that does not hold fails its test, and the following ones are made all the same. `./parcours test acces`
says how many held.
"""

import html
import inspect
import io
import json
import re
import xmlrpc.client
import zipfile
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import NamedTuple

from odoo import Command
from odoo.http import root
from odoo.tests import HttpCase, new_test_user
from odoo.tools import SQL, mute_logger

from odoo.addons.parcours_accueil.tests.common import ENTREE, EXPIRATION, IXELLES, SCHAERBEEK
from odoo.addons.registre_national.tests.habilitation import habiliter
from odoo.addons.sanctions_admin.tests.common import SanctionCase

from .compte import TENTATIVES

#: Role -> (group, where: a commune, an organiser, or Vivalis).
ROLES = {
    "agent": ("parcours_accueil.group_agent", "schaerbeek"),
    "chef": ("parcours_accueil.group_chef", "schaerbeek"),
    "agent_ixelles": ("parcours_accueil.group_agent", "ixelles"),
    "chef_ixelles": ("parcours_accueil.group_chef", "ixelles"),
    "gestionnaire": ("parcours_accueil.group_gestionnaire", "vivalis"),
    "direction": ("parcours_accueil.group_direction", "vivalis"),
    "fonctionnaire": ("sanctions_admin.group_fonctionnaire", "vivalis"),
    "organisateur": ("parcours_accueil.group_organisateur", "bapa"),
    "organisateur_bon": ("parcours_accueil.group_organisateur", "bon"),
    "enseignant": ("parcours_accueil.group_enseignant", "bapa"),
    "statisticien": ("parcours_accueil.group_statisticien", "vivalis"),
    "auditeur": ("parcours_accueil.group_auditeur", "vivalis"),
    "connexion": ("registre_national.group_registre_gestion", "vivalis"),
    "technique": ("base.group_system", "vivalis"),
    "interne": ("base.group_user", "vivalis"),
}
#: Nobody is logged in; only for HTTP routes.
PERSONNE = "public"
#: Everybody who handles no file of Ixelles, whatever they try.
HORS_IXELLES = ("agent", "chef", "organisateur", "enseignant", "statisticien", "connexion", "interne")

#: Errors by which a door says no. Any other one is a crash, or a wrong call: nothing that held.
REFUS = ("AccessError", "AccessDenied", "UserError", "ValidationError", "MissingError", "SessionExpiredException")
REFUS += ("Forbidden", "NotFound", "Unauthorized", "TooManyRequests", "RedirectWarning")
STATUTS_REFUS = (400, 401, 403, 404, 405, 413, 415, 429)
#: Faults of /xmlrpc/2.
FAUTES = {2: "odoo.exceptions.UserError", 3: "odoo.exceptions.AccessDenied", 4: "odoo.exceptions.AccessError"}

PRENOMS = {"schaerbeek": ("Aldegonde", "Balthazar", "Cunegonde"), "ixelles": ("Dagobert", "Ermeline", "Fulgence")}
NOMS = {"schaerbeek": "Schaerbeekois", "ixelles": "Ixellois"}


class Reponse(NamedTuple):
    """What somebody got: a value, or the full name of an error and its words; `brut` is everything as text."""

    valeur: object = None
    erreur: str = ""
    mots: str = ""
    brut: str = ""

    @property
    def refus(self):
        return self.erreur.rpartition(".")[2] in REFUS


class AccesCase(SanctionCase, HttpCase):
    """One user of each role, three people with a file in each of two communes: `ici` and `ailleurs` (seen from
    "agent"), the first of each enrolled with an organiser (`bapa`, `bon`)."""

    #: The kind under which attempts are counted; by default the name of the file.
    genre = ""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.genre = cls.genre or cls.__module__.rpartition(".test_")[2]
        cls.roles = {role: cls._creer(role, *ROLES[role]) for role in ROLES}
        cls.ici, cls.ailleurs = (
            cls._arrivants(nom, code) for nom, code in (("schaerbeek", SCHAERBEEK), ("ixelles", IXELLES))
        )
        for dossiers, organisateur in ((cls.ici, cls.bapa), (cls.ailleurs, cls.bon)):
            dossiers[0]._enregistrer("inscription_organisateur", date(2024, 5, 6), organisateur_id=organisateur.id)

    @classmethod
    def _creer(cls, role, groupe, lieu):
        """Return the user of a role: login and password are `acces.ROLE`."""
        commune = getattr(cls, lieu) if lieu in NOMS else cls.env.ref("base.main_company")
        user = new_test_user(
            cls.env,
            login=f"acces.{role}",
            groups=groupe,
            company_id=commune.id,
            company_ids=[Command.set(commune.ids)],
            organisateur_id=getattr(cls, lieu).id if lieu in ("bapa", "bon") else False,
            lang="en_US",
        )
        return habiliter(user)

    @classmethod
    def _arrivants(cls, lieu, code):
        """Return the files of three newcomers of that commune, whose names are nobody else's."""
        histoires = [
            cls.histoire(
                it001=[(code, ENTREE, {})],
                it010=[("", ENTREE, {"noms": [NOMS[lieu]], "prenoms": [prenom]})],
                it195=[("0010", ENTREE, {"numero": f"CARTE{prenom}", "expiration": EXPIRATION})],
            )
            for prenom in PRENOMS[lieu]
        ]
        return cls.personnes(*histoires).dossier_ids.sorted("id")

    @classmethod
    def secrets(cls, dossiers):
        """Return what must not be in an answer to who may not see these files: names, numbers, cards."""
        lieux = ("schaerbeek" if dossier.company_id == cls.schaerbeek else "ixelles" for dossier in dossiers)
        noms = {NOMS[lieu] for lieu in lieux}
        prenoms = {prenom for lieu in PRENOMS.values() for prenom in lieu for d in dossiers if prenom in d.name}
        return sorted({*noms, *prenoms, *(f"CARTE{prenom}" for prenom in prenoms), *dossiers.mapped("niss")})

    def setUp(self):
        super().setUp()
        self._ouvreurs, self._cles = {}, {}
        self.addCleanup(self._fermer)

    def _fermer(self):
        for ouvreur in self._ouvreurs.values():
            root.session_store.delete(root.session_store.get(ouvreur.cookies["session_id"]))

    # ---- the layers -------------------------------------------------------------------------------------------------

    def comme(self, role, records):
        """Return these records (or the model of that name) as that role, in this process."""
        records = self.env[records] if isinstance(records, str) else records
        user = self.roles[role]
        return records.with_user(user).with_context(**user.env.context, lang=user.lang)

    def _se_presenter(self, role):
        """Requests are that role's from now on, with a session of its own."""
        if role not in self._ouvreurs:
            self.session = None  # the sessions of the others stay
            login = None if role == PERSONNE else self.roles[role].login
            self.authenticate(login, login)
            self._ouvreurs[role] = self.opener
        self.opener = self._ouvreurs[role]

    def http(self, role, chemin, **options):
        """Return the response of a route to a session of that role.

        :param options: those of `url_open` (data, json, files, headers, method); redirections are not followed.
        """
        self._se_presenter(role)
        self.env.cr.flush()
        self.env.cr.clear()
        options.setdefault("allow_redirects", False)
        # What is refused is told in the log of the server, at each attempt.
        with mute_logger("odoo.http", "odoo.addons.rpc.controllers.xmlrpc", "odoo.addons.rpc.controllers.jsonrpc"):
            reponse = self.url_open(chemin, timeout=60, **options)
        self.env.invalidate_all()
        return reponse

    def rpc(self, role, modele, methode, /, *args, par="call_kw", **kwargs):
        """Return the Reponse to a call of that role.

        :param par: the layer: "call_kw" (the web client's), "json2" (/json/2 with a key), "xmlrpc" (/xmlrpc/2)
        """
        return getattr(self, f"_par_{par}")(role, modele, methode, args, kwargs)

    def _par_call_kw(self, role, modele, methode, args, kwargs):
        corps = {"model": modele, "method": methode, "args": args, "kwargs": kwargs}
        corps = json.loads(json.dumps(self.build_rpc_payload(corps), default=str))
        reponse = self.http(role, f"/web/dataset/call_kw/{modele}/{methode}", json=corps)
        lu = reponse.json()
        if erreur := lu.get("error"):
            return Reponse(None, erreur["data"]["name"], erreur["data"]["message"], reponse.text)
        return Reponse(lu.get("result"), brut=reponse.text)

    def _par_json2(self, role, modele, methode, args, kwargs):
        fonction = getattr(type(self.env[modele]), methode)
        noms = list(inspect.signature(fonction).parameters)[1:]
        if not hasattr(fonction, "_api_model"):
            noms = ["ids", *noms]
        corps = {**dict(zip(noms, args, strict=False)), **kwargs}
        if isinstance(corps.get("ids"), int):
            corps["ids"] = [corps["ids"]]
        entetes = {"Authorization": f"Bearer {self._cle(role)}"}
        corps = json.loads(json.dumps(corps, default=str))
        reponse = self.http(PERSONNE, f"/json/2/{modele}/{methode}", json=corps, headers=entetes)
        if reponse.status_code >= 400:
            return Reponse(None, reponse.json()["name"], reponse.json()["message"], reponse.text)
        return Reponse(reponse.json(), brut=reponse.text)

    def _cle(self, role):
        """A key of the programming interface of that role, made once a test."""
        if role not in self._cles:
            cles = self.env["res.users.apikeys"].with_user(self.roles[role]).sudo()
            self._cles[role] = cles._generate("rpc", "attempts", datetime.now() + timedelta(days=1))
        return self._cles[role]

    def _par_xmlrpc(self, role, modele, methode, args, kwargs):
        user = self.roles[role]
        demande = (self.env.cr.dbname, user.id, user.login, modele, methode, list(args), kwargs)
        corps = xmlrpc.client.dumps(demande, "execute_kw", allow_none=True)
        reponse = self.http(PERSONNE, "/xmlrpc/2/object", data=corps, headers={"Content-Type": "text/xml"})
        try:
            (valeur,), _methode = xmlrpc.client.loads(reponse.content, use_datetime=True)
        except xmlrpc.client.Fault as faute:
            return Reponse(None, FAUTES.get(faute.faultCode, "Fault"), faute.faultString, reponse.text)
        return Reponse(valeur, brut=reponse.text)

    # ---- the attempts -----------------------------------------------------------------------------------------------

    @contextmanager
    def tentative(self, role, quoi):
        """One attempt: it holds when nothing is raised inside. The attempts of any other kind are made with it."""
        with self.subTest(role=role, quoi=quoi):
            tenue = False
            try:
                yield
                tenue = True
            finally:
                TENTATIVES.append((self.genre, role, quoi, tenue))

    def _essayer(self, role, cible, args, kwargs):
        """Return the Reponse of a call (model, method, …) or of a route ("/…")."""
        if not cible.startswith("/"):
            return self.rpc(role, cible, *args, **kwargs)
        reponse = self.http(role, cible, *args, **kwargs)
        vers = reponse.headers.get("Location", "")
        refus = reponse.status_code in STATUTS_REFUS or (reponse.is_redirect and "/web/login" in vers)
        brut = _texte(reponse.content) + vers
        if "application/json" in reponse.headers.get("Content-Type", "") and b'"error"' in reponse.content:
            erreur = reponse.json().get("error", {}).get("data", {})
            return Reponse(None, erreur.get("name", ""), erreur.get("message", ""), brut)
        if refus:
            return Reponse(None, "Forbidden", brut, brut)
        if reponse.status_code >= 400:
            # What the web client's exports answer: a page around the error, whatever it is.
            erreur = re.search(r'"name": "([\w.]+)", "message": "((?:[^"\\]|\\.)*)"', html.unescape(brut))
            return Reponse(None, *(erreur.groups() if erreur else (f"Status{reponse.status_code}", brut)), brut)
        return Reponse(reponse.content, brut=brut)

    @staticmethod
    def _quoi(cible, args):
        return " ".join([cible, *(repr(arg)[:60] for arg in args)])

    def refuse(self, role, cible, /, *args, intact=None, mots="", **kwargs):
        """An attempt that is refused, in words: an access error, a sentence of ours, a status of HTTP.

        :param cible: a model, followed by its method and arguments; or a path, followed by the options of `http`.
        :param intact: records whose rows must be the same afterwards (and there).
        :param mots: words that the refusal must have.
        """
        avant = self._lignes(intact)
        with self.tentative(role, self._quoi(cible, args)):
            reponse = self._essayer(role, cible, args, kwargs)
            self.assertTrue(
                reponse.refus,
                f"not refused: {reponse.erreur or 'it answered'} {str(reponse.mots or reponse.brut)[:1500]}",
            )
            self.assertIn(mots, reponse.mots)
            self.assertEqual(self._lignes(intact), avant, "refused, and written all the same")

    def vide(self, role, cible, /, *args, **kwargs):
        """An attempt that finds nothing: an empty answer, or a refusal."""
        with self.tentative(role, self._quoi(cible, args)):
            reponse = self._essayer(role, cible, args, kwargs)
            valeur = reponse.valeur
            if isinstance(valeur, dict):
                valeur = valeur.get("records") or valeur.get("groups") or valeur.get("length")
            if isinstance(valeur, list) and valeur and all(isinstance(g, dict) and "__count" in g for g in valeur):
                valeur = sum(groupe["__count"] for groupe in valeur)
            self.assertTrue(reponse.refus or not reponse.erreur, f"{reponse.erreur} {reponse.mots[:1500]}")
            self.assertFalse(valeur, "something was found")

    def rien(self, role, cible, /, *args, secrets=None, **kwargs):
        """An attempt whose answer, refusal included, has none of the secrets in it.

        :param secrets: words; by default what tells the people of the other commune.
        """
        secrets = self.secrets(self.ailleurs) if secrets is None else secrets
        self.assertTrue(secrets and all(secrets), "without secrets nothing is proved")
        with self.tentative(role, self._quoi(cible, args)):
            reponse = self._essayer(role, cible, args, kwargs)
            self.assertTrue(reponse.refus or not reponse.erreur, f"{reponse.erreur} {reponse.mots[:1500]}")
            # JSON writes what is not ASCII in another way
            dits = [mot for mot in secrets if mot in reponse.brut or json.dumps(mot)[1:-1] in reponse.brut]
            self.assertFalse(dits, f"told: {dits}")

    @contextmanager
    def trace(self, role, *nisses, **colonnes):
        """An attempt that leaves exactly one entry for each of these numbers in the log, of that role; with no number,
        none at all.

        :param colonnes: what each entry has: operation="copie", motif="dossier"…
        """
        Consultation = self.env["registre.consultation"].sudo()
        derniere = Consultation.search([], limit=1, order="sequence desc").sequence or 0
        with self.tentative(role, f"trace {colonnes}"):
            yield
            self.env.cr.flush()  # what is logged when a transaction ends, in this process too
            self.env.invalidate_all()
            entrees = Consultation.search([("sequence", ">", derniere)])
            self.assertEqual(sorted(entrees.mapped("niss")), sorted(nisses))
            for entree in entrees:
                self.assertEqual(entree.user_id, self.roles[role])
                self.assertEqual({nom: entree[nom] for nom in colonnes}, colonnes)

    def _lignes(self, records):
        """The rows of these records, as the database has them."""
        if not records:
            return []
        self.env.flush_all()
        table = SQL.identifier(records._table)
        return self.env.execute_query(SQL("SELECT * FROM %s WHERE id = ANY(%s) ORDER BY id", table, records.ids))


def _texte(contenu):
    """What a body says: the members of a workbook or an archive, or the body itself."""
    if contenu[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(contenu)) as archive:
            return "\n".join(archive.read(nom).decode(errors="replace") for nom in archive.namelist())
    return contenu.decode(errors="replace")
