# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The region that lives (region/): each situation stands where its row says, people recorded it, and it is the same
every time. One play for the module, over as many people as the situations need."""

import hashlib
import json
import subprocess
import sys
from collections import Counter
from datetime import date
from types import SimpleNamespace

import pytest

from region.distribution import emplois
from region.situations import COMMUNES, SITUATIONS
from simulateur.dates import JOUR_INITIAL
from tests.serveur import ROOT, Base

PEOPLE = 660
FEW = 40
PLAY = """
import json, sys
sys.path.insert(0, {root!r})
from region.jeu import Jeu
from region.registre import Registre, brancher, servi
with servi({people}) as url:
    brancher(env, url)
    jeu = Jeu(env, Registre(url))
    compte = jeu.jouer()
print(json.dumps([dict(compte), jeu.refus]))
"""
#: What the agent of the file reads of each person who was cast, by number.
READ = """
import json, sys
sys.path.insert(0, {root!r})
from region.distribution import emplois, numeros
from region.jeu import Poste

def compter(etats):
    return ", ".join(f"{{etat}} {{etats.count(etat)}}" for etat in sorted(set(etats)))

def dernier(enregistrements):
    return enregistrements.sorted("id")[-1:]

def lire(dossier):
    delais, sanctions = dossier.delai_ids.filtered(lambda d: d.state != "sans_objet"), dossier.sanction_ids
    activites = dossier.activity_ids.activity_type_id
    anomalie = dossier.env["registre.anomalie"].search([("personne_id", "=", dossier.personne_id.id)], limit=1)
    return {{
        **{{nom: dossier[nom] for nom in ("phase", "resultat", "motif_cloture", "volontaire", "issue_a_appliquer",
                                          "commune_a_acquitter", "cloture_a_verifier", "lettre_attente")}},
        "stage": dossier.stage_id.code, "commune": dossier.company_id.nis_code,
        "attentes": ",".join(dossier.attente_ids.mapped("state")),
        "suspensions": ",".join(dossier.suspension_ids.mapped("state")),
        "conventions": ",".join(dossier.convention_ids.mapped("state")),
        "organisateur": bool(dossier.organisateur_id),
        "attestations": " ".join(filter(None, (dernier(dossier.attestation_ids).genre,
                                               dernier(dossier.attestation_ids).state))),
        "terme": [f"{{d.type_id.code}} {{d.state}}" for d in delais],
        "revue": any(delais.mapped("revue")), "exemption": dernier(dossier.exemption_ids).state,
        "sanction": dernier(sanctions).stage_id.code,
        "a_repondre": dernier(sanctions).a_repondre, "protegee": dernier(sanctions).protection_internationale,
        "solde": sum(sanctions.mapped("solde")),
        "recours": dernier(sanctions.recours_ids).issue, "anomalie": anomalie.state,
        "phrase": dossier.explication_phrase, "echeance": bool(dossier.date_echeance),
        "comptes": [bool(d.explication) for d in delais], "pourquoi": dossier.echeance_explication,
        "sans": dossier.motif_sans_echeance, "oubli": dossier.oubli, "protection": dossier.jour_protection,
        "contestation": dernier(dossier.contestation_ids).state,
        "doublon_possible": dossier.doublon_possible, "a_joindre": dossier.a_joindre,
        "jointe": "jonction" in dossier.evenement_ids.mapped("type"),
        "accord_ebox": dossier.accord_ebox, "accords": len(dossier.accord_ids),
        "cours": compter(dossier.presence_ids.mapped("etat")), "decrochage": dernier(dossier.decrochage_ids).state,
        "bilan": any(dossier.suivi_ids.mapped("bilan_fait")), "dispenses": len(dossier.dispense_ids._comptees()),
        "numero_annule": dossier.env.ref("parcours_accueil.activite_numero_annule") in activites,
    }}

lus = {{}}
distribution = emplois({people})
for niss, emploi in zip(numeros(1, distribution), distribution):
    # the former number of two that were joined finds the file
    dossier = env["parcours.dossier"].search(["|", ("niss", "=", niss), ("numeros_anciens", "=", niss)])
    agent = env["res.users"].search([("login", "=", f"agent.{{dossier.company_id.nis_code}}")])
    lus[f"{{emploi.situation.nom}} {{emploi.commune}}"] = lire(dossier.with_env(Poste(env, agent, None).env))
env.cr.rollback()
suivis = env["parcours.dossier"].search([("date_ouverture", "!=", False)])
print(json.dumps([lus, len(suivis), suivis._verifier_delais().mapped("reference")]))
"""
#: All that is said there, in each language.
SPEAK = """
import sys
sys.path.insert(0, {root!r})
from tests.langues import main
main(env)
"""
#: What must be the same every time: everything dated, by number.
DIGEST = """
    SELECT d.niss, e.type, e.date_effective, e.date_connue, u.login, o.code
      FROM parcours_evenement e JOIN parcours_dossier d ON d.id = e.dossier_id JOIN res_users u ON u.id = e.user_id
 LEFT JOIN parcours_organisateur o ON o.id = e.organisateur_id ORDER BY 1, 4, 2, 3;
    SELECT d.niss, t.code, l.rang, l.depart, l.date_depart, l.date_echeance, l.state, l.date_connue, l.revue
      FROM parcours_delai l JOIN parcours_dossier d ON d.id = l.dossier_id
      JOIN parcours_delai_type t ON t.id = l.type_id
     ORDER BY 1, 2, 3, 4, 5;
    SELECT d.niss, d.name, d.phase, s.code, u.login, d.date_echeance, d.resultat, d.motif_cloture, d.reference
      FROM parcours_dossier d LEFT JOIN parcours_stage s ON s.id = d.stage_id LEFT JOIN res_users u ON u.id = d.user_id
     ORDER BY 1"""
#: Who notes presences: teachers, and the organisers that have none here.
PROFS, BUREAUX = {"prof.bapa.bxl", "prof.bon"}, {"bapa.via", "bapa.convivial"}
#: What nobody enters: the register and the passing of time bring it.
OF_THE_ENGINE = {"ouverture", "demenagement", "cloture", "reouverture", "sanction_avertie"}


def run(base, code, people=PEOPLE):
    """Run code on a base; return what its last line says."""
    return json.loads(base.run(code.format(root=str(ROOT), people=people), timeout=1200).splitlines()[-1])


@pytest.fixture(scope="module")
def region():
    """A base in which they lived: `.base`, `.compte`, `.refus`, and what is read of who was cast, `.lus`."""
    base = Base()
    try:
        compte, refus = run(base, PLAY)
        lus, suivis, faux = run(base, READ)
        yield SimpleNamespace(base=base, compte=compte, refus=refus, lus=lus, suivis=suivis, faux=faux)
    finally:
        base.remove()


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.nom)
@pytest.mark.parametrize("commune", COMMUNES)
def test_each_situation_stands_in_each_of_the_three_communes(region, situation, commune):
    lu = region.lus[f"{situation.nom} {commune}"]
    assert lu["commune"] == commune
    for nom, voulu in situation.lu.items():
        assert voulu in lu[nom] if nom == "terme" else lu[nom] == voulu, (nom, lu)
    assert lu["phrase"], "the outcome is explained"
    assert all(lu["comptes"]), "each term says how it was counted"
    assert not lu["oubli"], "nobody is forgotten"
    if lu["phase"] == "dossier":
        assert lu["pourquoi"] if lu["echeance"] else lu["sans"], "a legal date says why, or why there is none"


def test_who_was_cast_could_do_all_that_their_row_says(region):
    assert region.refus == []
    assert len(emplois(PEOPLE)) == len(SITUATIONS) * len(COMMUNES)


def test_the_terms_stored_are_those_that_the_events_give(region):
    assert region.suivis > 200
    assert region.faux == []


def test_nobody_recorded_anything_as_the_superuser(region):
    auteurs = region.base.sql(
        "SELECT e.type, u.login, u.id, count(*) FROM parcours_evenement e"
        " JOIN res_users u ON u.id = e.user_id GROUP BY 1, 2, 3"
    )
    assert {genre for genre, _login, uid, _nombre in auteurs if uid == 1} <= OF_THE_ENGINE
    gens = {login for _genre, login, uid, _nombre in auteurs if uid != 1}
    assert "admin" not in gens
    assert len({login for login in gens if login.startswith("agent")}) >= 18
    assert {"chef.21015", "vivalis.fonctionnaire"} <= gens
    du_registre = "('decede', 'parti', 'autre_region', 'radie', 'permis_perdu', 'belge', 'age')"
    assert not region.base.sql(
        "SELECT 1 FROM parcours_evenement WHERE type = 'cloture' AND user_id = 1"
        f" AND motif_cloture NOT IN {du_registre}"
    ), "the engine closes for the reasons of the register only"
    for table, colonne in (("sanction_decision", "user_id"), ("parcours_exemption", "decideur_id")):
        assert not region.base.sql(f"SELECT 1 FROM {table} WHERE {colonne} = 1")
    notees = region.base.sql(
        "SELECT u.login, count(*) FROM parcours_presence p JOIN res_users u ON u.id = p.note_par_id GROUP BY 1"
    )
    assert {"prof.bapa.bxl", "prof.bon"} <= {login for login, _nombre in notees} <= PROFS | BUREAUX
    assert sum(nombre for _login, nombre in notees) > 50, "others were on the sheets too"
    for table in ("sanction_audition", "sanction_recours", "sanction_mouvement", "registre_anomalie"):
        assert region.base.sql(f"SELECT count(*) FROM {table}")[0][0] > 0
        assert not region.base.sql(f"SELECT 1 FROM {table} WHERE create_uid = 1")


def test_what_happened_is_known_on_its_day_or_later(region):
    connu = "(e.date_connue AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Brussels')::date"
    jours = region.base.sql(f"SELECT type, date_effective, {connu} FROM parcours_evenement e")
    tot = {genre for genre, effet, su in jours if su < effet}
    presumes = {"audition_recue", "decision_notifiee"}
    a_venir = {"suspension_accordee", "suspension_prolongee", "suspension_annulee"}
    assert tot <= a_venir | presumes, "a suspension may be to come, and the day on which a letter is presumed received"
    assert max(su for _genre, _effet, su in jours) <= JOUR_INITIAL
    assert min(su for _genre, _effet, su in jours) < date(2024, 1, 1), "it lasted years"
    assert sum((su - effet).days > 30 for genre, effet, su in jours if genre == "attestation_remise") >= 3
    assert not region.base.sql(
        "SELECT 1 FROM parcours_evenement e JOIN parcours_dossier d ON d.id = e.dossier_id"
        f" WHERE {connu} < d.date_ouverture"
    ), "nothing was recorded in a file before it was opened"


def test_what_was_said_is_read_in_the_language_of_the_reader(region):
    """By nobody's robot in the words of who caused it, in English, as `model,id` or with a day of the database."""
    found = run(region.base, SPEAK)
    assert found == {"fr_BE": {}, "nl_BE": {}}


def test_a_head_sees_the_load_of_each_agent(region):
    charges = region.base.sql(
        "SELECT c.nis_code, u.login, count(*) FROM parcours_dossier d JOIN res_users u ON u.id = d.user_id"
        " JOIN res_company c ON c.id = d.company_id WHERE d.phase = 'dossier' GROUP BY 1, 2"
    )
    for commune in COMMUNES:
        nombres = [nombre for nis, _login, nombre in charges if nis == commune]
        assert len(nombres) >= 3
        assert max(nombres) > min(nombres), "some carry more than others"
    assert not region.base.sql("SELECT 1 FROM parcours_dossier WHERE phase = 'dossier' AND user_id IS NULL")


def test_users_have_names_and_live_in_brussels(region):
    gens = region.base.sql(
        "SELECT u.login, p.name, p.tz FROM res_users u JOIN res_partner p ON p.id = u.partner_id WHERE u.active"
    )
    assert {fuseau for _login, _nom, fuseau in gens} == {"Europe/Brussels"}
    noms = Counter(nom for login, nom, _fuseau in gens if login.startswith(("agent", "chef")))
    assert len(noms) > 40
    assert set(noms.values()) == {1}, "nobody is called like somebody else"
    assert not [nom for nom in noms if nom.startswith(("Agent", "Chef"))]


def test_there_are_no_people_messages_or_tasks_of_odoo(region):
    etrangers = "SELECT name FROM res_partner p WHERE NOT EXISTS (SELECT 1 FROM res_users u WHERE u.partner_id = p.id)"
    societes = "AND NOT EXISTS (SELECT 1 FROM res_company c WHERE c.partner_id = p.id)"
    assert region.base.sql(f"{etrangers} {societes}") == []
    assert {modele for (modele,) in region.base.sql("SELECT DISTINCT res_model FROM mail_activity")} == {
        "parcours.decrochage",
        "parcours.dossier",
        "sanction.dossier",
    }
    # what Odoo notes when something of its own is made is by its robot, and in nobody's inbox
    ecrits = region.base.sql("SELECT DISTINCT model FROM mail_message WHERE author_id <> 2 AND model IS NOT NULL")
    assert {modele.split(".")[0] for (modele,) in ecrits} <= {"parcours", "registre", "sanction"}
    assert region.base.sql("SELECT count(*) FROM mail_notification") == [(0,)]


def test_the_same_every_time():
    empreintes = []
    for _fois in range(2):
        base = Base()
        try:
            run(base, PLAY, FEW)
            lignes = [base.sql(requete) for requete in DIGEST.split(";")]
            empreintes.append(hashlib.sha256(repr(lignes).encode()).hexdigest())
        finally:
            base.remove()
    assert len(lignes[0]) > 100
    assert empreintes[0] == empreintes[1]


def test_copies_are_equal_to_what_was_played(region):
    """The fast path: more than 1,000 files that were opened, each with the events, terms and stage of its original."""
    copie = Base(region.base.name)
    try:
        ajoutes = json.loads(
            copie.run(
                f"import json, sys\nsys.path.insert(0, {str(ROOT)!r})\n"
                "from region.multiplier import multiplier\najoutes = multiplier(env, 4)\n"
                'suivis = env["parcours.dossier"].search([("date_ouverture", "!=", False)])\n'
                "print(json.dumps([ajoutes, len(suivis), len(suivis._verifier_delais())]))"
            ).splitlines()[-1]
        )
        lignes, suivis, faux = ajoutes
        # some have two files
        [[played]] = region.base.sql("SELECT count(*) FROM parcours_dossier")
        assert lignes["parcours.dossier"] == 3 * played > 3 * PEOPLE
        assert (suivis, faux) == (4 * region.suivis, 0), "the terms of copies are what their own events give"
        for quoi in (
            "e.type, e.date_effective, e.date_connue, e.user_id FROM parcours_dossier d"
            " JOIN parcours_evenement e ON e.dossier_id = d.id",
            "l.type_id, l.rang, l.date_depart, l.date_echeance, l.state, l.date_connue, l.revue, l.date_action"
            " FROM parcours_dossier d JOIN parcours_delai l ON l.dossier_id = d.id",
            "d.stage_id, d.phase, d.resultat, d.date_echeance, d.motif_cloture, d.user_id FROM parcours_dossier d",
            "s.stage_id, s.date_constat, a.montant, a.date FROM parcours_dossier d JOIN sanction_dossier s"
            " ON s.dossier_id = d.id LEFT JOIN sanction_mouvement a ON a.sanction_id = s.id",
        ):
            par_dossier = {}
            for identifiant, *valeurs in copie.sql(f"SELECT d.id, {quoi}"):
                par_dossier.setdefault(identifiant, []).append(tuple(valeurs))
            vies = Counter(tuple(sorted(map(repr, valeurs))) for valeurs in par_dossier.values())
            assert all(nombre % 4 == 0 for nombre in vies.values()), "each life is there four times"
        numeros = copie.sql("SELECT niss FROM registre_niss")
        assert len(set(numeros)) == len(numeros)
        assert copie.sql("SELECT count(DISTINCT reference) = count(*) FROM parcours_dossier") == [(True,)]
        # what is to be joined, and what was: each copy names people and numbers of its own
        gens = "j.state, p.niss = j.niss, a.niss = j.niss_ancien"
        paires = (
            f"SELECT {gens}, count(*) FROM registre_jonction j JOIN registre_personne p ON p.id = j.personne_id"
            " LEFT JOIN registre_personne a ON a.id = j.ancienne_id GROUP BY 1, 2, 3"
        )
        jouees, copiees = region.base.sql(paires), copie.sql(paires)
        assert {etat for etat, *_reste in jouees} == {"a_faire", "faite"}
        assert sorted(map(repr, copiees)) == sorted(repr((*reste, 4 * nombre)) for *reste, nombre in jouees)
        assert copie.sql(
            "SELECT count(*) FROM registre_jonction j WHERE NOT EXISTS"
            " (SELECT 1 FROM registre_niss n WHERE n.niss = j.niss_ancien"
            " AND n.personne_id IN (j.personne_id, j.ancienne_id))"
        ) == [(0,)]
        for lien in (
            "sanction_dossier s JOIN parcours_evenement e ON e.id = s.evenement_id",
            "parcours_contestation s JOIN parcours_evenement e ON e.contestation_id = s.id",
        ):
            autres = copie.sql(f"SELECT count(*), sum((e.dossier_id <> s.dossier_id)::int) FROM {lien}")
            assert autres[0][0] > 0
            assert autres[0][1] == 0, "a copy refers to its own"
    finally:
        copie.remove()


#: Stands in for what `up` calls, so that what it would do shows without doing it.
STUBS = """
set -eu
RACINE={root} ETAT=$(mktemp -d) CACHE=$ETAT BASE=parcours MODELE=parcours_test ADDONS=x SOCLE=x LANGUES=x
for partie in {root}/config/parcours.d/*.sh; do source "$partie"; done
poser_pieges() {{ :; }}; verrouiller_etat() {{ :; }}; deverrouiller_etat() {{ :; }}; preparer() {{ :; }}
arreter_simulateur() {{ :; }}; assurer_modele_essais() {{ :; }}; supprimer_base() {{ :; }}; copier_base() {{ :; }}
publier_base() {{ :; }}; assurer_odoo() {{ :; }}; empreinte_base() {{ empreinte_addons demo; }}
empreinte_addons() {{ echo x; }}
etape() {{ shift; "$@"; }}; PYTHON_VENV={python}; PYTHON={python}
base_existe() {{ [[ {exists} == yes ]]; }}
assurer_simulateur() {{ echo "register: $*"; }}
executer_dans_odoo() {{ echo "odoo: $1 lives=${{PARCOURS_VIE:-no}}" >&2; }}
cd {root}
commande_up {options} 2>&1
"""


@pytest.mark.parametrize(
    ("options", "exists", "lives"),
    [
        ("", "no", True),
        ("--vie oui", "no", True),
        ("--vie non", "no", False),
        ("", "yes", False),
        ("--personnes 300", "no", True),
    ],
)
def test_up_lives_the_years_of_a_new_base_unless_told_not_to(options, exists, lives):
    script = STUBS.format(root=ROOT, python=sys.executable, exists=exists, options=options)
    resultat = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60)
    assert resultat.returncode == 0, resultat.stderr
    assert ("lives=1" in resultat.stdout) == lives
    assert ("--depuis 2022-06-01" in resultat.stdout) == lives
    if "300" in options:
        assert "register: --personnes 300 --depuis" in resultat.stdout
    assert "odoo: parcours lives=no" in resultat.stdout, "what is new is collected as ever"
