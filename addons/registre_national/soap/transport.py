# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""How a message travels: HTTP sessions for zeep, and which loggers may repeat what travels.

zeep knows one transport for all threads, requests' sessions are not safe across threads: this transport gives each
thread its own. Timeouts, client certificate and trusted authority are set where the socket is opened, so that no call
can forget them. Nothing is taken from the environment (no proxy, no .netrc), and a redirection is never followed: a
request holds a person's number.
"""

import ssl
import threading

import requests
import zeep
from requests.adapters import HTTPAdapter

from .erreurs import ErreurTransport
from .tls import Tls, nature_refus

#: Loggers of the libraries whose records may quote a message or a value of it: the addon silences them.
INDISCRETS = (
    "zeep.transports",
    "zeep.wsdl.bindings.soap",
    "zeep.xsd.types.simple",
    "zeep.xsd.types.any",
    "zeep.xsd.types.complex",
    "zeep.xsd.elements.attribute",
    "zeep.xsd.elements.element",
    "urllib3.connectionpool",
    "urllib3.util.retry",
)


class Adaptateur(HTTPAdapter):
    """Gives every request the two timeouts, in seconds (to connect, and between two pieces of an answer), and every
    connection the same TLS context.
    """

    def __init__(self, connexion: float, lecture: float, contexte: ssl.SSLContext):
        self.delais = (connexion, lecture)
        self._contexte = contexte
        super().__init__()

    def init_poolmanager(self, *arguments, **options):
        """Called by requests when the adapter is made."""
        return super().init_poolmanager(*arguments, ssl_context=self._contexte, **options)

    def cert_verify(self, conn, url, verify, cert):
        """Called by requests for each connection; its own would add the public authorities to the one we trust."""
        conn.cert_reqs = "CERT_REQUIRED"
        conn.ca_certs = conn.ca_cert_dir = None

    def send(self, request, **options):
        return super().send(request, **options | {"timeout": self.delais})


class TransportParFil(zeep.Transport):
    """zeep's transport with a session per thread; what fails below SOAP comes out as `ErreurTransport`."""

    def __init__(self, connexion: float, lecture: float, tls: Tls | None = None):
        self._delais = (connexion, lecture)
        self.contexte = (tls or Tls()).contexte()
        self._local = threading.local()
        super().__init__(session=self._ouvrir())

    def _ouvrir(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        for prefixe in ("http://", "https://"):
            session.mount(prefixe, Adaptateur(*self._delais, self.contexte))
        return session

    def _session(self) -> requests.Session:
        session = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = self._ouvrir()
        return session

    def post(self, address, message, headers):
        """Send a message; return the response when its body can hold an envelope.

        :raise ErreurTransport: with a code of `erreurs`; the original exception is not chained, its text quotes the
            address.
        """
        try:
            reponse = self._session().post(address, data=message, headers=headers, allow_redirects=False)
        except requests.exceptions.ConnectTimeout:
            raise ErreurTransport("delai_connexion") from None
        except requests.exceptions.Timeout:
            raise ErreurTransport("delai_lecture") from None
        except requests.exceptions.SSLError as erreur:
            raise ErreurTransport(nature_refus(erreur) or "certificat", reprise=False) from None
        except (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema, requests.exceptions.InvalidSchema):
            raise ErreurTransport("adresse", reprise=False) from None
        except requests.exceptions.ChunkedEncodingError:
            raise ErreurTransport("coupure") from None
        except requests.exceptions.RequestException as erreur:
            if refus := nature_refus(erreur):
                # In TLS 1.3 the refusal of our certificate comes after the handshake, like any cut.
                raise ErreurTransport(refus, reprise=False) from None
            coupure = "Remote" in str(erreur) or "reset" in str(erreur)
            raise ErreurTransport("coupure" if coupure else "connexion") from None
        return self._verifier(reponse)

    @staticmethod
    def _verifier(reponse: requests.Response) -> requests.Response:
        """Keep 200, and 500 when it carries XML: SOAP 1.1 sends its faults so."""
        statut = reponse.status_code
        if statut == 200 or (statut == 500 and b"Envelope" in reponse.content[:2000]):
            return reponse
        raise ErreurTransport(f"http_{statut}", reprise=statut >= 500 or statut == 429)
