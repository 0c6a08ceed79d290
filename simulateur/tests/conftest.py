# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the simulator's tests share: registers of a few people, SOAP calls as a client writes them, schemas."""

import http.client
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from lxml import etree

from simulateur import Simulateur
from simulateur.contrat import RACINE, schema_de

OFFICIEL = Path(__file__).parents[3] / "shared" / "contract" / "RetrieveTIGroups-v2.wsdl"
ESPACES = {
    "consultation": "http://kszbcss.fgov.be/intf/RetrieveTIGroupsService/v2",
    "notifications": "urn:parcours-accueil:registre:suivi:v1",
    "abonnements": "urn:parcours-accueil:registre:suivi:v1",
}
#: A test number: month + 60, any serial, any day from 00.
NUMERO_DE_TEST = r"\d{11}"
R = "{http://www.ibz.rrn.fgov.be/XSD/xm25/rn25Schema}"


class Client:
    """Writes the envelope by hand, so that the server is judged by something that shares no code with it."""

    def __init__(self, sim):
        self.sim = sim

    def poster(self, service, nom, contenu, delai=10):
        """Return (status, content type, body) of one call."""
        demande = (
            '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>'
            f'<n:{nom} xmlns:n="{ESPACES[service]}"><informationCustomer><ticket>t-1</ticket>'
            "<customerIdentification><cbeNumber>0123456789</cbeNumber>"
            f"</customerIdentification></informationCustomer><legalContext>PARCOURS</legalContext>{contenu}</n:{nom}>"
            "</soapenv:Body></soapenv:Envelope>"
        )
        connexion = http.client.HTTPConnection(self.sim.serveur.adresse, timeout=delai)
        try:
            connexion.request("POST", f"/{service}", demande.encode(), {"Content-Type": "text/xml; charset=utf-8"})
            reponse = connexion.getresponse()
            return reponse.status, reponse.getheader("Content-Type"), reponse.read()
        finally:
            connexion.close()

    def corps(self, service, nom, contenu=""):
        """Return the element inside the body of an answer."""
        _statut, _type, octets = self.poster(service, nom, contenu)
        return etree.fromstring(octets)[0][0]

    def consulter(self, niss, historique=True):
        """Return the response element of a consultation."""
        recherche = (
            f"<searchInformation><ssin>{niss}</ssin><language>fr</language>"
            f"<history>{str(historique).lower()}</history></searchInformation>"
        )
        return self.corps("consultation", "retrieveTIGroupsRequest", recherche)

    def statut(self, niss):
        """Return (value, code) of a consultation."""
        reponse = self.consulter(niss)
        return reponse.findtext("status/value"), reponse.findtext("status/code")

    def notifications(self, recu="", maximum=5000):
        """Return (code, receipt, [notification as a dictionary]) of a page."""
        contenu = (f"<receipt>{recu}</receipt>" if recu else "") + f"<maximum>{maximum}</maximum>"
        page = self.corps("notifications", "getNotificationsRequest", contenu)
        lignes = [
            {
                **{enfant.tag: enfant.text for enfant in ligne if enfant.tag != "mutation"},
                "mutations": [tuple(fils.text for fils in mutation) for mutation in ligne.iterfind("mutation")],
            }
            for ligne in page.iterfind("notification")
        ]
        return page.findtext("status/code"), page.findtext("receipt"), lignes

    def abonner(self, action, *numeros, debut="", fin=""):
        """Return number -> (code, begin, end) after one action on several people."""
        dates = (f"<beginDate>{debut}</beginDate>" if debut else "") + (f"<endDate>{fin}</endDate>" if fin else "")
        contenu = "".join(f"<subscription><ssin>{niss}</ssin>{dates}</subscription>" for niss in numeros)
        reponse = self.corps("abonnements", f"{action}SubscriptionsRequest", contenu)
        return {
            ligne.findtext("ssin"): (
                ligne.findtext("status/code"),
                ligne.findtext("beginDate"),
                ligne.findtext("endDate"),
            )
            for ligne in reponse.iterfind("result")
        }


@pytest.fixture
def simuler():
    """Start registers that stop with the test; each comes with its client."""
    ouverts = []

    def ouvrir(*args, **options):
        sim = Simulateur(*args, **options).demarrer()
        sim.client = Client(sim)
        ouverts.append(sim)
        return sim

    yield ouvrir
    for sim in ouverts:
        sim.arreter()


@pytest.fixture(scope="session")
def officiel():
    """The official schema, the pattern of numbers relaxed for test numbers."""
    if not OFFICIEL.exists():
        pytest.skip(f"the official contract is not there ({OFFICIEL})")
    return schema_de(OFFICIEL, ("SsinType",), NUMERO_DE_TEST)


@pytest.fixture(scope="session")
def reduit():
    """The project's own schemas, by service."""
    return {
        "consultation": schema_de(RACINE / "RetrieveTIGroups-v2.wsdl", ("SsinType",), NUMERO_DE_TEST),
        "suivi": schema_de(RACINE / "Suivi-v1.wsdl", ("SsinType",), NUMERO_DE_TEST),
    }


@contextmanager
def chronometre():
    """Measure seconds: `with chronometre() as c: …; c()`."""
    debut = time.perf_counter()
    fin = []
    yield lambda: (fin[0] if fin else time.perf_counter()) - debut
    fin.append(time.perf_counter())
