# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The one search of `./parcours bench`, among 600,000 people and their files.

People are made in the database itself, in a transaction that is rolled back, with numbers that cannot be real and names
as unevenly shared as names are: the commonest first name is borne by tens of thousands, most last names by a few. Their
keys are those of the model (`parcours_socle.recherche.cles`).
"""

import random
import statistics
import sys
import time
from itertools import accumulate

from odoo.addons.parcours_socle.recherche import cles

from .accueil import user
from .banc import measure

PEOPLE, MODELS, TEXTS = 600_000, 500, 40
#: The agent's commune.
HOME = "parcours_socle.commune_21015"
#: Commonest first: the nth is borne 1/n as often as the first. The tail of last names is made of syllables.
FIRST, LAST, SYLLABLES = (
    text.split("|")
    for text in (
        "Mohamed|Maria|Fatima|Ana|Ahmed|Amina|Andrei|Elena|Ibrahim|Aïcha|José|Sofia|Ali|Işıl|Seán|Zeynep|Mamadou|Priya"
        "|Joao|Nadia|Yusuf|Chiara|Omar|Ioana|Karim|Leïla|Pierre|Lucía|Hassan|Mihai|Anna|Youssef|Claire|Rosa|Bilal|Inès",
        "DIALLO|EL AMRANI|NGUYEN|BEN ABDALLAH|SINGH|POPESCU|DA SILVA|YILMAZ|BAH|KUMAR|AYDOĞDU|MOHAMED|O’BRIEN|BARRY"
        "|GARCÍA LÓPEZ|KAYA|TRAORÉ|VAN DEN BERG|SHEIKH-ALI|ROSSI|KOWALSKI|HADDAD|PEREIRA DOS SANTOS|ŁĘCKI|AHMADI",
        "ba|ka|di|ro|mi|len|tsu|gor|van|ri|sha|che|po|lo|nik|tar|de|mar|fe|zu|ol|ha|wi|quen|bri|jo|xa|pe|ny|stei",
    )
)
#: Share of people with one of the last names above, in percent.
SHARED = 30


@measure(goal="<100", unit="ms")
def recherche_600000(bench):
    """95th percentile of the search and of completion for an officer of Vivalis, of the slowest kind of text."""
    return figures(bench)["gestionnaire"]


@measure(goal="<50", unit="ms")
def recherche_agent_600000(bench):
    """The same for an agent of one commune."""
    return figures(bench)["agent"]


def figures(bench):
    """Fill once, measure both, leave nothing behind."""
    if "recherche" not in bench.nights:
        bench.files(MODELS)
        readers = users(bench.env)
        try:
            bench.nights["recherche"] = measured(bench.env, readers)
        finally:
            bench.env.cr.rollback()
            bench.env.invalidate_all()
    return bench.nights["recherche"]


def users(env):
    """{role: user}; committed, because a search is logged in a transaction of its own."""
    companies = {"gestionnaire": env.ref("base.main_company"), "agent": env.ref(HOME)}
    readers = {role: user(env, role, company) for role, company in companies.items()}
    for role, reader in readers.items():
        reader.login = f"bench.recherche.{role}"
    env.cr.commit()
    return readers


def measured(env, readers):
    draw = random.Random(600_000)
    home = env.ref(HOME)
    # the agent's commune is the largest one: more than a quarter of all
    people = list(drawn(draw, (home | env["res.company"].search([("nis_code", "!=", False)])).ids))
    fill(env, people)
    own = {"gestionnaire": people, "agent": [person for person in people if person["commune"] == home.id]}
    figures_ = {}
    for role, reader in readers.items():
        slowest = 0.0
        for kind, texts in asked(draw, own[role]).items():
            for way, search in ways(env, reader).items():
                percentile = statistics.quantiles(timed(env, search, texts), n=20)[-1]
                print(role, kind, way, f"{1000 * percentile:.1f} ms", sep="\t", file=sys.stderr)
                slowest = max(slowest, percentile)
        figures_[role] = 1000 * slowest
    return figures_


def ways(env, reader):
    """{name: function of a text}: everything that an agent types into."""
    return {
        "search": env["registre.recherche"].with_user(reader).chercher,
        "files": env["parcours.dossier"].with_user(reader).name_search,
        "people": env["registre.personne"].with_user(reader).name_search,
    }


def timed(env, search, texts):
    """Seconds of each text, each with an empty cache; AssertionError when one of them finds nobody."""
    times = []
    for text in texts:
        env.invalidate_all()
        start = time.perf_counter()
        found = search(text)
        times.append(time.perf_counter() - start)
        if not (found["lignes"] if isinstance(found, dict) else found):
            raise AssertionError(f"nothing found of a text that somebody has: {text}")
    return times


def asked(draw, people):
    """{kind: texts that somebody among these people answers}."""
    some = draw.sample(people, TEXTS)
    names = [person["name"].split(", ") for person in some]
    return {
        "one name": [last for last, _first in names],
        "first last": [f"{first} {last}" for last, first in names],
        "last first": [f"{last} {first}" for last, first in names],
        "typing": [f"{last[:length]}" for (last, _first), length in zip(names, (2, 3, 4, 5) * 10, strict=True)],
        "typing two": [f"{first} {last[:2]}" for last, first in names],
        "namesakes": [*FIRST[:10], *LAST[:10], *(f"{name} m" for name in FIRST[:10]), "mo", "ma", "al", "di"],
        "number": [f"{p['niss'][:2]}.{p['niss'][2:4]}.{p['niss'][4:6]}-{p['niss'][6:9]}.{p['niss'][9:]}" for p in some],
        "begun number": [p["niss"][:6] for p in some],
        "reference": [p["reference"][-6:] for p in some],
        "telephone": ["+32 " + p["telephone"][1:] for p in some],
    }


def drawn(draw, communes):
    """Yield the people: {name, niss, commune, telephone, reference, recherche}."""
    firsts = list(accumulate(1 / rank for rank in range(1, len(FIRST) + 1)))
    lasts = list(accumulate(1 / rank for rank in range(1, len(LAST) + 1)))
    towns = list(accumulate(1 / rank for rank in range(1, len(communes) + 1)))
    for rank in range(PEOPLE):
        if draw.randrange(100) < SHARED:
            [last] = draw.choices(LAST, cum_weights=lasts)
        else:
            last = "".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))).upper()
        [first] = draw.choices(FIRST, cum_weights=firsts)
        day, serial = divmod(rank, 50)
        month, day = divmod(day, 28)
        year, month = divmod(month, 12)
        person = {
            "name": f"{last}, {first}",
            "niss": f"{50 + year % 50:02d}{61 + month:02d}{1 + day:02d}{900 + serial:03d}{rank % 97:02d}",
            "commune": draw.choices(communes, cum_weights=towns)[0],
            "telephone": f"04{draw.randrange(10**8):08d}",
            "reference": f"PA/2019/{rank:06d}",
        }
        kinds = {"nom": "name", "numero": "niss", "telephone": "telephone", "reference": "reference"}
        yield person | {"recherche": cles((kind, person[key]) for kind, key in kinds.items())}


def fill(env, people):
    """Store the people and a file of each, like those of the people collected."""
    env.flush_all()
    fields = env["parcours.dossier"]._fields.values()
    own = {"id", "reference", "personne_id", "niss", "name", "company_id", "telephone"}
    columns = ", ".join(f'"{f.name}"' for f in fields if f.store and f.column_type and f.name not in own)
    models = ", ".join(f"m.{column}" for column in columns.split(", "))
    cr = env.cr
    # Raw SQL: the bench makes in a few statements what nobody may enter; names of columns come from the model. Indexes
    # are dropped and made again: a row at a time they would take minutes.
    cr.execute(
        "SELECT indexname, indexdef FROM pg_indexes"
        " WHERE tablename IN ('registre_personne', 'parcours_dossier') AND indexdef NOT LIKE 'CREATE UNIQUE%'"
    )
    indexes = cr.fetchall()
    for name, _definition in indexes:
        cr.execute(f'DROP INDEX "{name}"')
    cr.execute(
        "CREATE TEMP TABLE bench_gens (name varchar, niss varchar, commune int, telephone varchar, reference varchar,"
        " recherche varchar) ON COMMIT DROP"
    )
    rows = [tuple(person.values()) for person in people]
    cr.execute_values("INSERT INTO bench_gens VALUES %s", rows, page_size=10_000)
    cr.execute(
        "INSERT INTO registre_personne (name, niss, company_id, recherche)"
        " SELECT name, niss, commune, recherche FROM bench_gens"
    )
    cr.execute(
        f"""INSERT INTO parcours_dossier (reference, personne_id, niss, name, company_id, telephone, {columns})
            SELECT g.reference, p.id, g.niss, g.name, g.commune, g.telephone, {models}
              FROM bench_gens g JOIN registre_personne p USING (niss)
              JOIN (SELECT row_number() OVER (ORDER BY id) AS rang, {columns} FROM parcours_dossier LIMIT {MODELS}) m
                ON m.rang = 1 + p.id % {MODELS}"""
    )
    for _name, definition in indexes:
        cr.execute(definition)
    cr.execute("ANALYZE registre_personne, parcours_dossier")
    env.invalidate_all()
