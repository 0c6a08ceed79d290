# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Every answer follows the contract: the official one, and ours where only kept information types are present."""

from random import Random

import pytest
from lxml import etree

from simulateur import evenements, redaction
from simulateur.evenements import APPLIQUER
from simulateur.profils import PROFILS
from simulateur.registre import Registre

from .conftest import R

REPONSE = '<n:retrieveTIGroupsResponse xmlns:n="http://kszbcss.fgov.be/intf/RetrieveTIGroupsService/v2">{}</n:retrieveTIGroupsResponse>'
ENTETE = (
    "<informationCustomer><customerIdentification><cbeNumber>0123456789</cbeNumber></customerIdentification></informationCustomer>"
    "<legalContext>PARCOURS</legalContext><searchInformation><ssin>{}</ssin></searchInformation><status><value>DATA_FOUND</value>"
    "<code>MSG00000</code></status>"
)


def verifier(schema, niss, fichier):
    element = etree.fromstring(REPONSE.format(ENTETE.format(niss) + fichier.decode()))
    assert schema.validate(element), f"{niss}: {schema.error_log.last_error}"
    return element


@pytest.fixture(scope="module")
def registre():
    """Every profile several times, then a year of events and every event at least once."""
    registre = Registre(personnes=12 * len(PROFILS), graine=5, profils=list(PROFILS), tout_annoncer=True)
    registre.avancer(365)
    rng, faits = Random(1), set()
    for genre in APPLIQUER:
        for fiche in rng.sample(registre.population.fiches, len(registre.population.fiches)):
            try:
                faits.add(registre.evenement(genre, fiche.niss) and genre)
                break
            except ValueError:
                continue
    assert faits == set(APPLIQUER)
    return registre


@pytest.mark.parametrize("historique", [True, False])
def test_every_profile_follows_the_official_schema(registre, officiel, historique):
    for fiche in registre.population.fiches:
        verifier(officiel, fiche.niss, registre.fichier(fiche.niss, historique))


def test_a_plain_sample_follows_the_official_schema(officiel):
    registre = Registre(personnes=300, graine=11)
    presents = set()
    for fiche in registre.population.fiches:
        element = verifier(officiel, fiche.niss, registre.fichier(fiche.niss))
        presents |= {enfant.tag.removeprefix(R) for enfant in element.find("rrn_it_implicit")}
    # What the connector must drop is there too.
    assert presents >= {"Occupations", "BirthPlace", "Filiations", "DrivingLicenses", "CreationDate", "LastUpdateDate"}


def test_kept_types_follow_our_own_schema(registre, reduit):
    for fiche in registre.population.fiches:
        fichier = redaction.rediger(fiche, evenements.vie_actuelle(fiche), True, redaction.GARDES)
        verifier(reduit["consultation"], fiche.niss, fichier)


def test_answers_over_the_wire_follow_the_official_schema(simuler, officiel):
    sim = simuler(personnes=40)
    for fiche in sim.fiches:
        reponse = sim.client.consulter(fiche.niss)
        assert officiel.validate(reponse), officiel.error_log.last_error
        assert reponse.find("rrn_it_implicit") is not None


def test_statuses_and_faults_follow_the_official_schema(simuler, officiel):
    sim = simuler(personnes=5)
    niss = sim.fiches[0].niss
    for code in ("MSG00002", "MSG00012", "RTIPC001", "NO_DATA_FOUND"):
        sim.pannes(effacer=True, statut=code)
        reponse = sim.client.consulter(niss)
        assert officiel.validate(reponse), officiel.error_log.last_error
    sim.pannes(effacer=True, fault=True)
    detail = sim.client.consulter(niss).find("detail")[0]
    assert officiel.validate(detail), officiel.error_log.last_error


def test_follow_up_answers_follow_our_schema(simuler, reduit):
    sim = simuler(personnes=60, tout_annoncer=True)
    sim.avancer(120)
    schema, client = reduit["suivi"], sim.client
    numeros = [fiche.niss for fiche in sim.fiches[:3]]
    demandes = [
        ("notifications", "getNotifications", ""),
        ("notifications", "getNotifications", "<receipt>nothing</receipt>"),
    ]
    personnes = "".join(f"<subscription><ssin>{niss}</ssin></subscription>" for niss in numeros)
    demandes += [
        ("abonnements", f"{action}Subscriptions", personnes) for action in ("publish", "extend", "close", "cancel")
    ]
    demandes += [("abonnements", "searchSubscriptions", "<maximum>1</maximum>")]
    for service, operation, contenu in demandes:
        reponse = client.corps(service, f"{operation}Request", contenu)
        assert reponse.tag.endswith(f"{operation}Response")
        assert schema.validate(reponse), schema.error_log.last_error
    sim.pannes(fault=True, service="tous")
    assert schema.validate(client.corps("notifications", "getNotificationsRequest").find("detail")[0])
