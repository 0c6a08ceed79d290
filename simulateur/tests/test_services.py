# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The three services over HTTP: statuses, pages by receipt, subscriptions, restart, files, passing days."""

import json
import logging
import urllib.error
import urllib.request
from datetime import date

import pytest
import zeep

from simulateur import Simulateur, numero
from simulateur.contrat import Contrat
from simulateur.suivi import OPERATIONS

from .conftest import Client, R

#: A number nobody has: no generated person gets this serial.
PERSONNE = numero.composer(1990, 1, 1, 999)
DOSSIER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rrn_it_implicit xmlns:r="http://www.ibz.rrn.fgov.be/XSD/xm25/rn25Schema"><r:FileOwner><r:Residences>'
    "<r:Date><r:Century>20</r:Century><r:Year>23</r:Year><r:Month>05</r:Month><r:Day>00</r:Day></r:Date><r:Residence><r:Code>21013</r:Code>"
    "<r:Label>Saint-Gilles</r:Label></r:Residence><r:Fusion>0</r:Fusion><r:Language>1</r:Language></r:Residences></r:FileOwner></rrn_it_implicit>\n"
)


def test_every_operation_of_the_contract_is_served():
    assert {operation.nom for operation in Contrat().operations.values()} == set(OPERATIONS)


@pytest.mark.parametrize("service", ["consultation", "notifications", "abonnements"])
def test_zeep_reads_the_contract_from_the_address_and_calls(simuler, service):
    sim = simuler(personnes=3)
    # Types the reduced schema does not name are in a file: strict reading refuses them (registre.md §6).
    client = zeep.Client(f"{sim.url}/{service}?wsdl", settings=zeep.Settings(strict=False))
    base = {
        "informationCustomer": {"ticket": "t", "customerIdentification": {"cbeNumber": "0123456789"}},
        "legalContext": "PARCOURS",
    }
    niss = sim.fiches[0].niss
    if service == "consultation":
        reponse = client.service.retrieveTI(**base, searchInformation={"ssin": niss, "language": "fr", "history": True})
        assert reponse.status.value == "DATA_FOUND" and reponse.informationCustomer.ticket == "t"
        assert reponse.informationCBSS.timestampReply >= reponse.informationCBSS.timestampReceive
    elif service == "notifications":
        reponse = client.service.getNotifications(**base, maximum=2)
        assert reponse.status.code == "MORE_TO_COME" and [n.sequence for n in reponse.notification] == [1, 2]
    else:
        bind = client.bind("SubscriptionsService", "Subscriptions")
        reponse = bind.publishSubscriptions(**base, subscription=[{"ssin": niss}])
        assert reponse.result[0].status.value == "OK" and reponse.result[0].beginDate == date(2026, 11, 24)


def test_each_number_has_the_status_of_the_contract(simuler):
    sim = simuler(personnes=800)
    client = sim.client
    assert client.statut(sim.fiches[0].niss) == ("DATA_FOUND", "MSG00000")
    assert client.statut(PERSONNE[:9] + "00") == ("NO_RESULT", "MSG00008")
    assert client.statut("123") == ("NO_RESULT", "MSG00008")
    assert client.statut("") == ("NO_RESULT", "MSG00008")
    assert client.statut(PERSONNE) == ("NO_DATA_FOUND", "MSG00000")
    remplace = next(fiche for fiche in sim.fiches if fiche.anciens)
    reponse = client.consulter(remplace.anciens[0])
    assert (reponse.findtext("status/value"), reponse.findtext("status/code")) == ("NO_RESULT", "MSG00020")
    informations = {i.findtext("fieldName"): i.findtext("fieldValue") for i in reponse.iterfind("status/information")}
    assert informations == {"replacedSsin": remplace.anciens[0], "newSsin": remplace.niss}
    assert reponse.find("rrn_it_implicit") is None
    decede = next(fiche for fiche in sim.fiches if fiche.sortie and fiche.sortie[0] == "deces")
    assert client.consulter(decede.niss).find(f"rrn_it_implicit/{R}Deceases") is not None
    sim.evenement("numero_annule", sim.fiches[0].niss)
    assert client.statut(sim.fiches[0].niss) == ("NO_RESULT", "MSG00021")


def test_subscription_can_be_required(simuler):
    sim = simuler(personnes=2, exiger_abonnement=True)
    niss = sim.fiches[0].niss
    assert sim.client.statut(niss) == ("NO_RESULT", "MSG00012")
    sim.client.abonner("publish", niss)
    assert sim.client.statut(niss) == ("DATA_FOUND", "MSG00000")
    sim.client.abonner("cancel", niss)
    assert sim.client.statut(niss) == ("NO_RESULT", "MSG00012")


@pytest.mark.parametrize(
    ("service", "octets"),
    [
        ("consultation", b"not xml"),
        ("consultation", b"<a/>"),
        ("notifications", b""),
        ("abonnements", b"<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>"),
    ],
)
def test_what_is_no_request_gets_a_fault_of_the_client(simuler, service, octets):
    sim = simuler(personnes=1)
    requete = urllib.request.Request(f"{sim.url}/{service}", octets)
    with pytest.raises(urllib.error.HTTPError) as erreur:
        urllib.request.urlopen(requete, timeout=5)
    corps = erreur.value.read()
    assert erreur.value.code == 500 and b"Client</faultcode>" in corps and b"MSG00001" in corps


def test_an_operation_of_another_service_or_an_invalid_request_gets_a_fault(simuler):
    client = simuler(personnes=1).client
    assert client.corps("abonnements", "getNotificationsRequest").tag.endswith("Fault")
    assert client.corps("consultation", "retrieveTIGroupsRequest", "<autre/>").findtext("faultcode").endswith("Client")
    assert client.corps("notifications", "getNotificationsRequest", "<maximum>0</maximum>").tag.endswith("Fault")


def test_pages_by_receipt(simuler):
    sim = simuler(personnes=1203)
    client, recu, vues, pages = sim.client, "", [], []
    while True:
        code, suivant, lignes = client.notifications(recu, 500)
        assert client.notifications(recu, 500) == (code, suivant, lignes)
        pages.append(len(lignes))
        vues += lignes
        assert 0 < len(suivant) <= 36 and suivant != recu
        recu = suivant
        if code == "NO_MORE":
            break
        assert code == "MORE_TO_COME"
    assert pages == [500, 500, 203]
    assert [int(ligne["sequence"]) for ligne in vues] == list(range(1, 1204))
    assert {ligne["ssin"] for ligne in vues} == {fiche.niss for fiche in sim.fiches}
    assert {ligne["category"] for ligne in vues} == {"NEWCOMER"}
    dates = [ligne["effectiveDate"] for ligne in vues]
    assert dates == sorted(dates)
    par_niss = {fiche.niss: fiche for fiche in sim.fiches}
    assert all(ligne["communeNisCode"] == par_niss[ligne["ssin"]].commune for ligne in vues)
    assert client.notifications(recu) == ("NO_MORE", recu, [])


def test_default_and_largest_page(simuler):
    sim = simuler(personnes=5200)
    page = sim.client.corps("notifications", "getNotificationsRequest")
    assert len(page.findall("notification")) == 500
    assert len(sim.client.notifications(maximum=100_000)[2]) == 5000


@pytest.mark.parametrize("recu", ["x", "0" * 32, "000000000003" + "0" * 20, "é"])
def test_an_unknown_receipt_is_refused(simuler, recu):
    sim = simuler(personnes=5)
    assert sim.client.notifications(recu) == ("UNKNOWN_RECEIPT", None, [])


def test_a_receipt_of_another_register_is_unknown(simuler):
    un, autre = simuler(personnes=5), simuler(personnes=5)
    recu = un.client.notifications()[1]
    assert autre.client.notifications(recu)[0] == "UNKNOWN_RECEIPT"


def test_subscriptions_per_person_and_twice_is_once(simuler):
    sim = simuler(personnes=5)
    client, (un, deux, trois, *_reste) = sim.client, [fiche.niss for fiche in sim.fiches]
    attendu = {
        un: ("MSG00000", "2026-11-24", None),
        deux: ("MSG00000", "2026-11-24", None),
        "123": ("MSG00008", None, None),
    }
    for _fois in range(2):
        assert client.abonner("publish", un, deux, "123") == attendu
    assert client.abonner("publish", PERSONNE) == {PERSONNE: ("MSG00013", None, None)}
    assert client.abonner("extend", trois)[trois][0] == "MSG00012"
    for _fois in range(2):
        assert client.abonner("close", un, fin="2026-12-31") == {un: ("MSG00000", "2026-11-24", "2026-12-31")}
    assert client.abonner("extend", un, fin="2027-06-30")[un] == ("MSG00000", "2026-11-24", "2027-06-30")
    assert client.abonner("extend", un, fin="2027-01-01")[un][2] == "2027-06-30"
    for _fois in range(2):
        assert client.abonner("cancel", deux) == {deux: ("MSG00000", None, None)}
    reponse = client.corps("abonnements", "searchSubscriptionsRequest", "<maximum>10</maximum>")
    assert [ligne.findtext("ssin") for ligne in reponse.iterfind("result")] == [un]
    assert reponse.findtext("status/code") == "NO_MORE"


def test_search_pages_through(simuler):
    sim = simuler(personnes=25)
    sim.client.abonner("publish", *[fiche.niss for fiche in sim.fiches])
    trouves, apres = [], ""
    while True:
        contenu = (f"<afterSsin>{apres}</afterSsin>" if apres else "") + "<maximum>10</maximum>"
        reponse = sim.client.corps("abonnements", "searchSubscriptionsRequest", contenu)
        trouves += [ligne.findtext("ssin") for ligne in reponse.iterfind("result")]
        if reponse.findtext("status/code") == "NO_MORE":
            break
        apres = trouves[-1]
    assert trouves == sorted(fiche.niss for fiche in sim.fiches)


def test_days_announce_newcomers_and_mutations_of_followed_people_only(simuler):
    sim = simuler(personnes=1400)
    client = sim.client
    _code, recu, _lignes = client.notifications()
    assert sim.avancer(7) >= 10
    nouveaux = client.notifications(recu)[2]
    assert {ligne["category"] for ligne in nouveaux} == {"NEWCOMER"}
    assert all(client.statut(ligne["ssin"]) == ("DATA_FOUND", "MSG00000") for ligne in nouveaux)
    suivis = [fiche.niss for fiche in sim.fiches]
    for rang in range(0, len(suivis), 1000):
        client.abonner("publish", *suivis[rang : rang + 1000])
    recu = client.notifications(recu)[1]
    sim.avancer(60)
    lignes = client.notifications(recu)[2]
    genres = {ligne["category"] for ligne in lignes}
    assert {"NEWCOMER", "MUTATION"} <= genres
    mutations = {mutation for ligne in lignes for mutation in ligne["mutations"]}
    assert mutations >= {("001", "ADDED"), ("195", "ADDED"), ("140", "ADDED"), ("210", "CORRECTED")}
    assert {ligne["creationDate"][:10] for ligne in lignes} <= {
        str(date.fromordinal(sim.jour.toordinal() - k)) for k in range(60)
    }
    assert 100 <= sum(ligne["category"] == "NEWCOMER" for ligne in lignes) <= 160


@pytest.mark.parametrize(
    ("genre", "it", "element"),
    [
        ("demenagement", "001", "FileOwner/{R}Residences"),
        ("naissance", "140", "FamilyMembers/{R}FamilyMember"),
        ("deces", "150", "Deceases/{R}Decease"),
        ("renouvellement", "195", "IdentityCards/{R}IdentityCard"),
        ("devenu_belge", "031", "Nationalities/{R}Nationality"),
        ("depart", "001", "FileOwner/{R}Residences"),
    ],
)
def test_an_event_by_hand_is_announced_and_in_the_file(simuler, genre, it, element):
    sim = simuler(personnes=5, profils=["regroupement_tiers"], jour=date(2026, 1, 10), graine=2)
    fiche = next(fiche for fiche in sim.fiches if not fiche.sortie and fiche.naissance[0] > 1985)
    chemin = f"rrn_it_implicit/{R}" + element.format(R=R)
    avant = len(sim.client.consulter(fiche.niss).findall(chemin))
    sim.client.abonner("publish", fiche.niss)
    recu = sim.client.notifications()[1]
    sim.evenement(genre, fiche.niss)
    annonce = sim.client.notifications(recu)[2][0]
    assert (
        annonce["category"] == "MUTATION" and annonce["ssin"] == fiche.niss and annonce["effectiveDate"] == "2026-01-10"
    )
    assert (it, "ADDED") in annonce["mutations"] and annonce["communeNisCode"]
    assert len(sim.client.consulter(fiche.niss).findall(chemin)) == avant + 1


def test_a_replaced_number_is_announced_and_the_subscription_follows(simuler):
    sim = simuler(personnes=3)
    fiche = sim.fiches[0]
    ancien = fiche.niss
    sim.client.abonner("publish", ancien)
    recu = sim.client.notifications()[1]
    assert sim.evenement("numero_remplace", ancien) == 1
    (annonce,) = sim.client.notifications(recu)[2]
    assert (annonce["category"], annonce["ssin"], annonce["replacedSsin"]) == ("REPLACED", fiche.niss, ancien)
    assert fiche.niss != ancien
    assert sim.client.statut(ancien)[1] == "MSG00020" and sim.client.statut(fiche.niss)[1] == "MSG00000"
    assert sim.registre.etat.est_suivi(fiche.niss, sim.jour) and not sim.registre.etat.est_suivi(ancien, sim.jour)
    recu = sim.client.notifications(recu)[1]
    assert sim.evenement("numero_annule", fiche.niss) == 1
    assert sim.client.notifications(recu)[2][0]["category"] == "CANCELLED"


def test_somebody_registered_twice_is_two_newcomers_until_their_numbers_become_one(simuler):
    sim = simuler(personnes=3, profils=["travailleur"])
    premier = sim.fiches[0].niss
    sim.client.abonner("publish", premier)
    recu = sim.client.notifications()[1]
    assert sim.evenement("numero_double", premier) == 1
    _statut, recu, (annonce,) = sim.client.notifications(recu)
    second = annonce["ssin"]
    assert annonce["category"] == "NEWCOMER"
    assert second != premier
    assert sim.client.statut(premier)[1] == sim.client.statut(second)[1] == "MSG00000"
    assert sim.registre.fichier(second) == sim.registre.fichier(premier).replace(premier.encode(), second.encode())
    assert sim.evenement("numeros_reunis", premier) == 1
    (annonce,) = sim.client.notifications(recu)[2]
    assert (annonce["category"], annonce["ssin"], annonce["replacedSsin"]) == ("REPLACED", second, premier)
    assert sim.client.statut(premier)[1] == "MSG00020"
    assert sim.client.statut(second)[1] == "MSG00000"
    assert sim.registre.etat.est_suivi(second, sim.jour)
    with pytest.raises(ValueError, match="cannot happen"):
        sim.evenement("numeros_reunis", second)


def test_a_return_of_somebody_nobody_follows_is_a_newcomer(simuler):
    sim = simuler(personnes=3, profils=["travailleur"])
    niss = sim.fiches[0].niss
    recu = sim.client.notifications()[1]
    assert sim.evenement("depart", niss) == 0
    assert sim.evenement("retour", niss) == 1
    assert sim.client.notifications(recu)[2][0]["category"] == "NEWCOMER"


def test_restart_keeps_day_sequences_receipts_subscriptions_and_people(tmp_path):
    def photo(sim):
        client = Client(sim)
        return sim.jour, client.notifications(), {fiche.niss: sim.registre.fichier(fiche.niss) for fiche in sim.fiches}

    with Simulateur(personnes=300, graine=3, etat=tmp_path / "etat") as sim:
        client = Client(sim)
        client.abonner("publish", *[fiche.niss for fiche in sim.fiches])
        milieu = client.notifications(maximum=100)
        sim.avancer(30)
        sim.evenement(
            "demenagement",
            next(fiche.niss for fiche in sim.fiches if fiche.profil.code == "citoyen_ue" and fiche.comparable),
        )
        avant = photo(sim)
    with Simulateur(personnes=300, graine=3, etat=tmp_path / "etat") as sim:
        assert photo(sim) == avant
        client = Client(sim)
        assert client.notifications(milieu[1])[2][0]["sequence"] == "101"
        assert client.abonner("extend", sim.fiches[0].niss)[sim.fiches[0].niss][0] == "MSG00000"
        assert sim.avancer(30) > 10
        dernier = client.notifications()
    with Simulateur(personnes=350, graine=3, etat=tmp_path / "etat") as sim:
        # Fifty people more: announced after everything else.
        code, _recu, lignes = Client(sim).notifications(dernier[1])
        assert code == "NO_MORE" and len(lignes) == 50
        assert [int(ligne["sequence"]) for ligne in lignes] == list(range(len(dernier[2]) + 1, len(dernier[2]) + 51))
        sim.avancer(5)
        avant = photo(sim)
    with Simulateur(personnes=10, graine=3, etat=tmp_path / "etat") as sim:
        assert photo(sim) == avant
    with pytest.raises(ValueError, match="seed 3"):
        Simulateur(personnes=10, graine=4, etat=tmp_path / "etat").demarrer()


def test_files_from_outside_are_served_and_announced(tmp_path, simuler):
    (tmp_path / "90010199932.xml").write_text(DOSSIER)
    (tmp_path / "90010199933.xml").write_text(DOSSIER.replace("xmlns:r", "xmlns").replace("r:", ""))
    (tmp_path / "90010199934.xml").write_text(
        DOSSIER.replace(' xmlns:r="http://www.ibz.rrn.fgov.be/XSD/xm25/rn25Schema"', "").replace("r:", "")
    )
    (tmp_path / "90010199935.xml").write_bytes(
        DOSSIER.replace("UTF-8", "ISO-8859-1").replace("Saint-Gilles", "Éphémère").encode("latin-1")
    )
    (tmp_path / "90010199936.xml").write_text("<html><body>maintenance")
    (tmp_path / "abc.xml").write_text(DOSSIER.replace("21013", "62063"))
    sim = simuler(2, 1, tmp_path)
    lignes = sim.client.notifications()[2][2:]
    assert [ligne["ssin"] for ligne in lignes] == [
        "90010199932",
        "90010199933",
        "90010199934",
        "90010199935",
        "90010199936",
        "abc",
    ]
    assert [ligne.get("communeNisCode") for ligne in lignes] == ["21013"] * 4 + [None] * 2
    assert [ligne["effectiveDate"] for ligne in lignes] == ["2023-05-01"] * 4 + ["2026-11-24"] * 2
    brut = sim.client.poster(
        "consultation", "retrieveTIGroupsRequest", "<searchInformation><ssin>90010199932</ssin></searchInformation>"
    )[2]
    assert DOSSIER.split("\n")[1].encode() in brut
    for rang in range(2, 6):
        fichier = sim.client.consulter(f"9001019993{rang}").find("rrn_it_implicit")
        assert fichier.findtext(f"{R}FileOwner/{R}Residences/{R}Residence/{R}Code") == "21013"
    assert sim.client.consulter("90010199935").findtext(f".//{R}Label") == "Éphémère"
    assert sim.client.statut("abc") == ("DATA_FOUND", "MSG00000")
    statut, _type, octets = sim.client.poster(
        "consultation", "retrieveTIGroupsRequest", "<searchInformation><ssin>90010199936</ssin></searchInformation>"
    )
    assert statut == 200 and b"<html><body>maintenance" in octets


def test_a_repaired_file_is_served_at_once_and_new_files_get_new_sequences(tmp_path):
    dossiers, etat = tmp_path / "dossiers", tmp_path / "etat"
    dossiers.mkdir()
    (dossiers / "90010199932.xml").write_text("broken")
    with Simulateur(personnes=0, dossiers=dossiers, etat=etat) as sim:
        assert [ligne["sequence"] for ligne in Client(sim).notifications()[2]] == ["1"]
        (dossiers / "90010199932.xml").write_text(DOSSIER)
        assert Client(sim).statut("90010199932") == ("DATA_FOUND", "MSG00000")
        recu = Client(sim).notifications()[1]
        Client(sim).abonner("publish", "90010199932")
    (dossiers / "00010199999.xml").write_text(DOSSIER)
    with Simulateur(personnes=0, dossiers=dossiers, etat=etat) as sim:
        lignes = Client(sim).notifications(recu)[2]
        # The new one is a newcomer; the changed one, followed, a mutation.
        assert [(ligne["sequence"], ligne["ssin"], ligne["category"]) for ligne in lignes] == [
            ("2", "00010199999", "NEWCOMER"),
            ("3", "90010199932", "MUTATION"),
        ]


def test_a_missing_folder_is_said():
    with pytest.raises(ValueError, match="does not exist"):
        Simulateur(dossiers="/nowhere/at/all").demarrer()


def test_control_pages_refuse_what_they_do_not_know(simuler):
    sim = simuler(personnes=20)

    def demander(chemin, valeurs=None):
        donnees = None if valeurs is None else json.dumps(valeurs).encode()
        try:
            with urllib.request.urlopen(urllib.request.Request(sim.url + chemin, donnees), timeout=5) as reponse:
                return reponse.status, json.load(reponse)
        except urllib.error.HTTPError as erreur:
            return erreur.code, json.load(erreur)

    assert demander("/sante") == (200, {"pret": True})
    assert demander("/_controle/avancer", {"jours": 2})[1]["jour"] == "2026-11-26"
    assert demander("/_controle/pannes", {"latence_ms": 1, "taux": 0.5})[1]["pannes"][0]["taux"] == 0.5
    assert demander("/_controle/pannes", {"effacer": True}) == (200, {"pannes": []})
    assert demander("/_controle/pannes", {"inconnue": 1})[0] == 400
    assert demander("/_controle/evenement", {"genre": "rien", "niss": "1"})[0] == 400
    assert demander("/_controle/rien", {})[0] == 404
    statut, etat = demander("/_controle/etat")
    assert statut == 200 and etat["personnes"] >= 20 and etat["jour"] == "2026-11-26"
    assert not any(fiche.niss in str(etat) or fiche.attendu in str(etat) for fiche in sim.fiches)


def test_nothing_of_a_request_is_logged(simuler, caplog):
    sim = simuler(personnes=3)
    with caplog.at_level(logging.DEBUG):
        sim.client.statut(sim.fiches[0].niss)
        sim.client.abonner("publish", sim.fiches[0].niss)
    assert [message.split()[0] for message in caplog.messages] == ["retrieveTI", "publishSubscriptions"]
    assert sim.fiches[0].niss not in caplog.text
