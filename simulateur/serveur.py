# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The WSGI application of the register and the threaded server that runs it, connections kept alive.

    POST /consultation /notifications /abonnements    the services; GET with ?wsdl or ?xsd=NAME gives the contract
    GET  /sante /_controle/etat                       readiness; day and counts
    GET  /_controle/inconnus                          numbers of who is announced to nobody
    POST /_controle/avancer /_controle/pannes /_controle/evenement /_controle/dossiers /_controle/annoncer    JSON

Nothing of a request is logged but operation, status and milliseconds: numbers are personal data, even generated ones.
"""

import contextlib
import json
import logging
import socket
import threading
import time
import traceback
from collections import Counter
from http.client import responses
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from urllib.parse import parse_qs

from . import formes, guichet, soap, suivi
from .contrat import SERVICES, Contrat
from .soap import Reponse

_journal = logging.getLogger("simulateur")
_ATTENTE = 60
#: Seconds a client has to finish its handshake, and to read that it was refused.
_ATTENTE_TLS = 5
_PAGES = frozenset(
    (
        *SERVICES,
        "sante",
        "_controle/etat",
        "_controle/inconnus",
        "_controle/avancer",
        "_controle/pannes",
        "_controle/evenement",
        "_controle/annoncer",
    )
)
_PAGE_HTML = (
    b"<!DOCTYPE html><html><head><title>Maintenance</title></head><body><h1>Service indisponible</h1></body></html>"
)


class ConnexionCoupee(ConnectionError):
    """Raised by the body of an answer when the connection must be cut there."""


class Application:
    """WSGI: one register behind the three services and the control pages."""

    def __init__(self, registre):
        self.registre = registre
        self.contrat = Contrat()
        #: Set when the server stops, so that no fault keeps a thread waiting.
        self.arret = threading.Event()
        self._verrou = threading.Lock()
        self.compteurs = Counter()
        self.en_cours = self.maximum_en_cours = 0

    def __call__(self, environ, start_response):
        debut = time.perf_counter()
        chemin = environ["PATH_INFO"].strip("/")
        nom = chemin if chemin in _PAGES else "other"
        try:
            if chemin in SERVICES:
                nom, reponse = self._service(chemin, environ)
            else:
                reponse = self._controle(chemin, environ)
        except Exception as erreur:  # noqa: BLE001  (whatever went wrong, the client must get an answer)
            # Where it happened, not the text of the error: it may quote a number.
            lieux = "".join(traceback.format_tb(erreur.__traceback__))
            _journal.error("%s failed: %s\n%s", nom, type(erreur).__name__, lieux)
            reponse = soap.faute(chemin, None, "MSG00003", "Internal error")
        _journal.info(
            "%s %s %.0f ms", nom, "-" if reponse.muette else reponse.statut, (time.perf_counter() - debut) * 1000
        )
        if reponse.muette:
            raise ConnexionCoupee
        libelle = f"{reponse.statut} {responses.get(reponse.statut, 'Status')}"
        entetes = {"Content-Type": reponse.type, "Content-Length": str(len(reponse.corps)), **dict(reponse.entetes)}
        if entetes["Content-Length"] is None:
            entetes |= {"Connection": "close"}
        start_response(libelle, [(cle, valeur) for cle, valeur in entetes.items() if valeur is not None])
        if reponse.goutte:
            return self._gouttes(reponse)
        return _moitie(reponse.corps) if reponse.coupee else [reponse.corps]

    def _gouttes(self, reponse):
        for octet in reponse.corps:
            if self.arret.wait(reponse.goutte):
                raise ConnexionCoupee
            yield bytes([octet])

    # Services

    def _service(self, service, environ):
        if environ["REQUEST_METHOD"] != "POST":
            return service, self._contrat(service, environ)
        octets = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        with _EnCours(self):
            try:
                element = soap.lire(octets)
            except ValueError as erreur:
                return service, soap.faute(service, None, "MSG00001", str(erreur), "Client")
            operation = self.contrat.operations.get(element.tag)
            if operation is None or operation.service != service:
                return service, soap.faute(service, None, "MSG00001", "This service has no such operation.", "Client")
            with self._verrou:
                self.compteurs[operation.nom] += 1
            requete = soap.Requete(element)
            niss = requete.texte("searchInformation/ssin") or requete.texte("ssin") or None
            effets = self.registre.pannes_en_cours.pour_appel(service, niss)
            if effets.get("latence_ms"):
                self.arret.wait(float(effets["latence_ms"]) / 1000)
            return operation.nom, self._repondre(operation, requete, effets)

    def _repondre(self, operation, requete, effets):
        """Answer, or fail as the effects say; the first that applies wins, from the wire inwards."""
        if effets.get("timeout"):
            self.arret.wait(_ATTENTE if effets["timeout"] is True else float(effets["timeout"]))
            return Reponse(200, "", b"", muette=True)
        if effets.get("http_5xx"):
            return Reponse(
                503 if effets["http_5xx"] is True else int(effets["http_5xx"]), "text/plain", b"Service Unavailable"
            )
        if effets.get("html"):
            return Reponse(200, "text/html; charset=utf-8", _PAGE_HTML)
        if effets.get("fault"):
            code = "MSG00003" if effets["fault"] is True else str(effets["fault"])
            return soap.faute(operation.service, requete, code, "Fault asked for")
        if not self.contrat.conforme(operation.service, requete.element):
            return soap.faute(
                operation.service, requete, "MSG00001", "The request does not follow the contract.", "Client"
            )
        reponse = suivi.OPERATIONS[operation.nom](self.registre, operation, requete, effets)
        if effets.get("forme"):
            reponse = formes.FORMES[effets["forme"]](reponse)
        if effets.get("goutte"):
            reponse = reponse._replace(goutte=float(effets["goutte"]))
        if effets.get("xml_casse"):
            return reponse._replace(corps=reponse.corps[: len(reponse.corps) * 2 // 3])
        return reponse._replace(coupee=True) if effets.get("coupure") else reponse

    def _contrat(self, service, environ):
        requete = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
        demande = (requete.get("xsd") or [""])[0]
        if not demande and not any(clef.lower() == "wsdl" for clef in requete):
            return Reponse(405, "text/plain", b"POST a SOAP request, or GET ?wsdl")
        texte = self.contrat.document(service, demande, f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}")
        return (
            Reponse(404, "text/plain", b"No such file")
            if texte is None
            else Reponse(200, "text/xml; charset=utf-8", texte)
        )

    # Control

    def _controle(self, chemin, environ):
        poste = environ["REQUEST_METHOD"] == "POST"
        if not poste and chemin == "sante":
            return _json({"pret": True})
        if not poste and chemin == "_controle/etat":
            return _json(self.etat())
        if not poste and chemin == "_controle/inconnus":
            return _json(guichet.liste(self.registre.population))
        actions = {
            "_controle/avancer": lambda jours=1: {
                "notifications": self.registre.avancer(int(jours)),
                "jour": self.registre.jour.isoformat(),
            },
            "_controle/pannes": lambda **regle: {"pannes": self.registre.pannes(**regle)},
            "_controle/evenement": lambda genre, niss, commune=None: {
                "notifications": self.registre.evenement(genre, niss, commune)
            },
            "_controle/annoncer": lambda niss: {"annonces": self.registre.annoncer(niss)},
            "_controle/dossiers": lambda: {"annonces": self.registre.relire_dossiers()},
        }
        if not poste or chemin not in actions:
            return _json({"erreur": "No such page."}, 404)
        try:
            valeurs = json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)) or b"{}")
            return _json(actions[chemin](**valeurs))
        except KeyError:
            return _json({"erreur": "Unknown kind of event or number."}, 400)
        except (TypeError, ValueError) as erreur:
            return _json({"erreur": str(erreur)}, 400)

    def etat(self):
        """Return the day, counts and rules of faults: no number, no name, no label."""
        registre = self.registre
        return {
            "jour": registre.jour.isoformat(),
            "graine": registre.population.graine,
            "personnes": len(registre.population.fiches),
            "dossiers": len(registre.dossiers),
            "derniere_sequence": registre.etat.derniere_sequence(),
            "abonnements": len(registre.etat.suivis(registre.jour)),
            "appels": dict(self.compteurs),
            "maximum_simultane": self.maximum_en_cours,
            "pannes": registre.pannes_en_cours.liste(),
        }


class _EnCours:
    """Counts the calls going on at the same time."""

    def __init__(self, application):
        self.application = application

    def __enter__(self):
        with self.application._verrou:
            self.application.en_cours += 1
            self.application.maximum_en_cours = max(self.application.maximum_en_cours, self.application.en_cours)

    def __exit__(self, *_erreur):
        with self.application._verrou:
            self.application.en_cours -= 1


def _json(valeur, statut=200):
    return Reponse(statut, "application/json", json.dumps(valeur).encode())


def _moitie(corps):
    yield corps[: len(corps) // 2]
    raise ConnexionCoupee


class _Poignee(BaseHTTPRequestHandler):
    """One connection: HTTP/1.1 kept alive, each request handed to the WSGI application."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_POST(self):
        """Run the application for one request (GET too)."""
        if self.headers.get("Transfer-Encoding"):
            self.close_connection = True
            self.send_error(411)
            return
        longueur = int(self.headers.get("Content-Length") or 0)
        chemin, _separateur, requete = self.path.partition("?")
        environ = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": chemin,
            "QUERY_STRING": requete,
            "CONTENT_LENGTH": str(longueur),
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "HTTP_HOST": self.headers.get("Host") or self.server.adresse,
            "SERVER_PROTOCOL": self.request_version,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": self.server.protocole,
            "wsgi.input": BytesIO(self.rfile.read(longueur)),
            "wsgi.multithread": True,
        }
        try:
            for morceau in self.server.application(environ, self._commencer):
                self.wfile.write(morceau)
                if len(morceau) == 1:
                    # An answer sent drop by drop: each leaves at once.
                    self.wfile.flush()
            self.wfile.flush()
        except ConnexionCoupee:
            self._couper()
        except ConnectionError:
            self.close_connection = True  # the client is gone

    do_GET = do_POST

    def _commencer(self, statut, entetes):
        lignes = [f"HTTP/1.1 {statut}", *(f"{nom}: {valeur}" for nom, valeur in entetes)]
        if ("Connection", "close") in entetes:
            self.close_connection = True
        elif self.close_connection:
            lignes.append("Connection: close")
        self.wfile.write("\r\n".join((*lignes, "", "")).encode("latin-1"))

    def _couper(self):
        """Let out what was written, then cut."""
        self.close_connection = True
        try:
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # already gone

    def log_message(self, *_args):
        """The application logs, without the address or content of the request."""


class Serveur(ThreadingHTTPServer):
    """A thread a connection. `contexte_ssl`: an ssl.SSLContext, with client certificates when it asks for them."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, adresse, application, contexte_ssl=None):
        super().__init__(adresse, _Poignee)
        self.application, self.contexte_ssl = application, contexte_ssl
        self.protocole = "https" if contexte_ssl else "http"
        self.adresse = f"{adresse[0]}:{self.server_address[1]}"
        self._connexions = set()

    def server_bind(self):
        """Bind without asking a name server who we are, as the standard class does."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = self.server_address[:2]

    def process_request_thread(self, request, client_address):
        """Serve one connection in its own thread; the TLS handshake happens there, never in the accepting loop."""
        self._connexions.add(request)
        try:
            if self.contexte_ssl:
                request = self._chiffrer(request)
            super().process_request_thread(request, client_address)
        except OSError:
            self.shutdown_request(request)
        finally:
            self._connexions.discard(request)

    def _chiffrer(self, request):
        request.settimeout(_ATTENTE_TLS)
        # Not closed by `wrap_socket` when it fails: the client must have time to read why.
        chiffree = self.contexte_ssl.wrap_socket(
            request.dup(), server_side=True, do_handshake_on_connect=False, suppress_ragged_eofs=True
        )
        try:
            chiffree.do_handshake()
        except OSError:
            with contextlib.suppress(OSError):  # the client may be gone already
                request.shutdown(socket.SHUT_WR)
                while request.recv(4096):
                    pass
            chiffree.close()
            raise
        self._connexions.discard(request)
        request.close()
        chiffree.settimeout(None)
        self._connexions.add(chiffree)
        return chiffree

    def handle_error(self, request, client_address):
        """A client that goes away is no event."""

    def arreter(self):
        """Stop accepting, cut what is open."""
        self.application.arret.set()
        self.shutdown()
        self.server_close()
        for connexion in list(self._connexions):
            with contextlib.suppress(OSError):  # already closed by its own thread
                connexion.shutdown(socket.SHUT_RDWR)
