# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Each fault does what it says, to whom it says, as often as it says."""

import http.client
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from lxml import etree

from .conftest import chronometre

RECHERCHE = "<searchInformation><ssin>{}</ssin><history>true</history></searchInformation>"


def poster(sim, niss, delai=10):
    return sim.client.poster("consultation", "retrieveTIGroupsRequest", RECHERCHE.format(niss), delai)


def test_http_error_html_and_broken_xml(simuler):
    sim = simuler(personnes=1)
    niss = sim.fiches[0].niss
    sim.pannes(http_5xx=True)
    assert poster(sim, niss)[0] == 503
    sim.pannes(http_5xx=502)
    assert poster(sim, niss)[0] == 502
    sim.pannes(effacer=True, html=True)
    statut, genre, octets = poster(sim, niss)
    assert (statut, genre.split(";")[0]) == (200, "text/html") and octets.startswith(b"<!DOCTYPE html>")
    sim.pannes(effacer=True, xml_casse=True)
    statut, genre, octets = poster(sim, niss)
    assert statut == 200 and genre.startswith("text/xml")
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(octets)
    sim.pannes(effacer=True)
    assert sim.client.statut(niss) == ("DATA_FOUND", "MSG00000")


def test_cut_connection_leaves_half_an_answer(simuler):
    sim = simuler(personnes=1)
    sim.pannes(coupure=True)
    with pytest.raises(http.client.IncompleteRead) as erreur:
        poster(sim, sim.fiches[0].niss)
    assert erreur.value.partial.startswith(b"<?xml") and erreur.value.expected > 100


def test_timeout_says_nothing_then_closes(simuler):
    sim = simuler(personnes=1)
    sim.pannes(timeout=0.4)
    with pytest.raises(socket.timeout):
        poster(sim, sim.fiches[0].niss, delai=0.15)
    with chronometre() as duree, pytest.raises(http.client.RemoteDisconnected):
        poster(sim, sim.fiches[0].niss)
    assert 0.35 < duree() < 3


def test_a_hanging_call_does_not_keep_the_server_from_stopping(simuler):
    sim = simuler(personnes=1)
    sim.pannes(timeout=True)
    fil = threading.Thread(
        target=lambda: pytest.raises((OSError, http.client.HTTPException), poster, sim, sim.fiches[0].niss)
    )
    fil.start()
    time.sleep(0.2)
    with chronometre() as duree:
        sim.serveur.arreter()
        fil.join(5)
    assert duree() < 3 and not fil.is_alive()
    sim.serveur.arreter = lambda: None


def test_soap_fault_has_the_detail_of_the_contract(simuler):
    sim = simuler(personnes=1)
    sim.pannes(fault="MSG00003")
    statut, _genre, octets = poster(sim, sim.fiches[0].niss)
    faute = etree.fromstring(octets)[0][0]
    assert statut == 500 and faute.tag.endswith("Fault")
    detail = faute.find("detail")[0]
    assert detail.tag == "{http://kszbcss.fgov.be/intf/RetrieveTIGroupsService/v2}retrieveTIGroupsFault"
    assert detail.findtext("detail/reasonCode") == "MSG00003" and detail.findtext("detail/severity") == "FATAL"
    assert detail.findtext("informationCBSS/ticketCBSS")


@pytest.mark.parametrize(
    ("code", "attendu"),
    [
        ("MSG00002", ("NO_RESULT", "MSG00002")),
        ("MSG00012", ("NO_RESULT", "MSG00012")),
        ("RTIPC001", ("NO_RESULT", "RTIPC001")),
        ("MSG00022", ("NO_RESULT", "MSG00022")),
        ("NO_DATA_FOUND", ("NO_DATA_FOUND", "MSG00000")),
        ("MSG00000", ("DATA_FOUND", "MSG00000")),
    ],
)
def test_any_status_can_be_answered(simuler, code, attendu):
    sim = simuler(personnes=1)
    sim.pannes(statut=code)
    reponse = sim.client.consulter(sim.fiches[0].niss)
    assert (reponse.findtext("status/value"), reponse.findtext("status/code")) == attendu
    assert (reponse.find("rrn_it_implicit") is not None) == (attendu[0] == "DATA_FOUND")


def test_only_the_people_named_and_only_so_many_times(simuler):
    sim = simuler(personnes=4)
    un, deux, trois, _quatre = [fiche.niss for fiche in sim.fiches]
    sim.pannes(personnes=[un], statut="MSG00002")
    sim.pannes(personnes=[deux], http_5xx=True, fois=2)
    assert sim.client.statut(un) == ("NO_RESULT", "MSG00002")
    assert [poster(sim, deux)[0] for _fois in range(3)] == [503, 503, 200]
    assert sim.client.statut(trois) == ("DATA_FOUND", "MSG00000")


def test_a_rate_is_drawn_from_the_seed_and_a_retry_is_drawn_again(simuler):
    sim, autre = simuler(personnes=200), simuler(personnes=200)
    for registre in (sim, autre):
        registre.pannes(taux=0.3, http_5xx=True)
    premiers = [poster(sim, fiche.niss)[0] for fiche in sim.fiches]
    assert premiers == [poster(autre, fiche.niss)[0] for fiche in autre.fiches]
    assert 35 <= premiers.count(503) <= 85
    seconds = [poster(sim, fiche.niss)[0] for fiche in sim.fiches]
    assert 5 <= sum(a == b == 503 for a, b in zip(premiers, seconds, strict=True)) < premiers.count(503)


def test_faults_touch_the_consultation_unless_told_otherwise(simuler):
    sim = simuler(personnes=2)
    sim.pannes(http_5xx=True)
    assert sim.client.notifications()[0] == "NO_MORE"
    sim.pannes(effacer=True, service="notifications", statut="MSG00003")
    page = sim.client.corps("notifications", "getNotificationsRequest")
    assert (page.findtext("status/value"), page.findtext("status/code")) == ("NOK", "MSG00003")
    assert sim.client.statut(sim.fiches[0].niss)[0] == "DATA_FOUND"
    sim.pannes(effacer=True, service="tous", http_5xx=True)
    assert sim.client.poster("abonnements", "searchSubscriptionsRequest", "")[0] == 503


def test_unknown_commune_and_malformed_numbers(simuler):
    sim = simuler(personnes=5)
    cible = sim.fiches[2].niss
    sim.pannes(personnes=[cible], commune_inconnue=True)
    sim.pannes(numero_malforme=3)
    lignes = sim.client.notifications()[2]
    assert [ligne["ssin"] for ligne in lignes if ligne["communeNisCode"] == "99999"] == [cible]
    assert [int(ligne["sequence"]) for ligne in lignes] == list(range(1, 9))
    assert [ligne["ssin"] for ligne in lignes[5:]] == ["9901", "ABCDEFGHIJK", "99619900100"]
    assert all(sim.client.statut(ligne["ssin"]) == ("NO_RESULT", "MSG00008") for ligne in lignes[5:])
    sim.pannes(effacer=True)
    assert "99999" not in [ligne["communeNisCode"] for ligne in sim.client.notifications()[2]]


@pytest.mark.parametrize(
    "regle", [{"panne": 1}, {"html": True, "service": "autre"}, {"html": True, "taux": 2}, {"http_5xx": 404}]
)
def test_a_rule_that_is_not_understood_is_refused(simuler, regle):
    sim = simuler(personnes=1)
    with pytest.raises(ValueError):
        sim.pannes(**regle)
    assert sim.pannes() == []


def test_latency_of_32_calls_at_once_runs_in_parallel(simuler):
    sim = simuler(personnes=64)
    sim.pannes(latence_ms=100)
    with ThreadPoolExecutor(32) as fils, chronometre() as duree:
        reponses = list(fils.map(lambda fiche: poster(sim, fiche.niss)[0], sim.fiches))
    assert set(reponses) == {200}
    # One after the other: 6.4 s. Thirty-two at a time: two rounds of 0.1 s.
    assert 0.2 <= duree() < 1.5
    assert sim.application.maximum_en_cours >= 16
    assert sim.compteurs == {"retrieveTI": 64}


def test_two_requests_on_one_connection(simuler):
    sim = simuler(personnes=2)
    connexion = http.client.HTTPConnection(sim.serveur.adresse, timeout=5)
    connexion.request("GET", "/sante")
    assert connexion.getresponse().read() == b'{"pret": true}'
    prise = connexion.sock
    connexion.request("GET", "/_controle/etat")
    assert connexion.getresponse().status == 200 and connexion.sock is prise
    connexion.close()


def test_a_lost_notification_is_left_out_once_and_its_page_goes_on(simuler):
    sim = simuler(personnes=4)
    perdu = sim.fiches[1].niss
    sim.pannes(personnes=[perdu], notification_perdue=True, fois=1)
    # A consultation of that person does not use up the fault.
    assert sim.client.statut(perdu) == ("DATA_FOUND", "MSG00000")
    pages = [sim.client.poster("notifications", "getNotificationsRequest", "")[2] for _fois in range(2)]
    assert [page.count(b"<sequence>") for page in pages] == [3, 4]
    assert perdu.encode() not in pages[0] and perdu.encode() in pages[1]
    recus = [etree.fromstring(page).findtext(".//receipt") for page in pages]
    assert recus[0] == recus[1]
