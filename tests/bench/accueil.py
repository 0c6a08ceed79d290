# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The landing page and the nightly check of `./parcours bench`, with 600,000 files.

Files are copied in the database itself from those of a collected population, without person or number, committed,
vacuumed as PostgreSQL does by itself, then changed as far as they are before it does so again: the worst moment of what
agents have. They are taken away afterwards.
"""

import os
import statistics
import sys
import time

from odoo import Command

from odoo.addons.parcours_socle.jour import aujourdhui

from .banc import measure
from .delais import settle
from .horloge import processor

FILES, MODELS, FORGOTTEN, RUNS = 600_000, 2_000, 500, 3
#: Landings of an agent, of which the slowest in twenty counts.
LANDINGS = 40
#: One file in so many changes before PostgreSQL vacuums again (`init` of `parcours.dossier`).
CHANGED = 100
#: What a copy does not take: its own key, and what is unique or points to one person.
LEFT = {"id", "reference", "personne_id", "niss", "name"}


@measure(goal="<500", unit="ms")
def accueil_600000(bench):
    """Median of a landing of an officer of Vivalis, whose own queue it is, with 600,000 files."""
    return figures(bench)["accueil"]


@measure(goal="<120", unit="ms")
def accueil_agent_600000(bench):
    """95th percentile of a landing of an agent, counts and lines of all cards, in a commune most of whose 50,000 files
    are open, with 600,000 files."""
    return figures(bench)["accueil_agent"]


@measure(goal="<500", unit="ms")
def tableau_600000(bench):
    """The board of open files by stage, for an agent of one commune, with 600,000 files."""
    return figures(bench)["tableau"]


@measure(goal="<10", unit="s")
def controle_600000(bench):
    """The nightly check of 600,000 files, on an ordinary night: 500 of them were forgotten since the one before."""
    return figures(bench)["controle"]


def figures(bench):
    """Fill once, measure the four, leave nothing behind."""
    if "accueil" not in bench.nights:
        bench.files(MODELS)
        try:
            bench.nights["accueil"] = measured(bench.env)
        finally:
            bench.env.cr.rollback()
            remove(bench.env)
            bench.env.invalidate_all()
    return bench.nights["accueil"]


def measured(env):
    fill(env)
    officer = user(env, "gestionnaire", env.ref("base.main_company"))
    agent = user(env, "agent", env.ref("parcours_socle.commune_21015"))
    env.cr.commit()
    card = {"name": {}, "reference": {}, "etape_laterale": {}, "date_echeance": {}, "activity_ids": {"fields": {}}}
    files = env["parcours.dossier"].with_context(read_group_expand=True)

    def landing(reader):
        env["parcours.liste"].with_user(reader).aujourd_hui()

    def board():
        files.with_user(agent).web_read_group(
            [("phase", "=", "dossier")],
            ["stage_id"],
            ["__count"],
            auto_unfold=True,
            unfold_read_specification=card,
            unfold_read_default_limit=40,
        )

    night = one_night(env)
    settle(env)
    boards = seconds(env, board)
    crowd(env, agent)
    env.cr.commit()
    settle(env)
    wear(env)
    landing(agent), landing(officer)
    agents = landings(env, lambda: landing(agent))
    return {
        "accueil": 1000 * statistics.median(seconds(env, lambda: landing(officer), LANDINGS)),
        "accueil_agent": 1000 * statistics.quantiles(agents, n=20)[-1],
        "tableau": 1000 * statistics.median(boards),
        "controle": night,
    }


def landings(env, land):
    """Seconds of an agent's landings; what they are made of goes to the error output, the processor's time first: it
    is what a landing takes on a machine that does nothing else."""
    env.cr.execute("SELECT pg_backend_pid()")
    both = (env.cr.fetchone()[0], os.getpid())
    before = [processor(pid) for pid in both]
    times = seconds(env, land, LANDINGS)
    postgres, odoo = [(processor(pid) - start) / LANDINGS for pid, start in zip(both, before, strict=True)]
    print(
        f"a landing: processor {postgres:.1f} ms (PostgreSQL) + {odoo:.1f} ms (Odoo);",
        f"least {1000 * min(times):.1f} ms, median {1000 * statistics.median(times):.1f} ms",
        file=sys.stderr,
    )
    return times


def one_night(env):
    """Return the seconds of a nightly check, and take back what it wrote."""
    checks = env["parcours.dossier"]
    # the copies are nobody's: the night before found that
    checks._noter_controle(checks._ecarts_controle())
    checks.search([("phase", "=", "dossier")], limit=FORGOTTEN).stage_id = False
    env.flush_all()
    start = time.perf_counter()
    found = checks._ecarts_controle()
    checks._noter_controle(found)
    env.flush_all()
    seconds_ = time.perf_counter() - start
    if len(found) != FORGOTTEN:
        raise AssertionError(f"{len(found)} files found of {FORGOTTEN} forgotten")
    env.cr.rollback()
    env.invalidate_all()
    return seconds_


def wear(env):
    """Change one file in `CHANGED`, in all communes: their pages are no longer known to hold what everybody sees."""
    # Raw SQL: what makes a file be written again; nothing that is read changes.
    env.cr.execute("UPDATE parcours_dossier SET write_date = write_date WHERE id %% %s = 0", [CHANGED])
    env.cr.commit()


def remove(env):
    """Take the copies and their readers away."""
    env["res.users"].search([("login", "in", ["bench.gestionnaire", "bench.agent"])]).active = False
    # Raw SQL: what the bench made in the database itself; nothing refers to it.
    env.cr.execute("DELETE FROM parcours_dossier WHERE reference LIKE 'BENCH-A-%'")
    env.cr.commit()


def seconds(env, function, runs=RUNS):
    """Seconds of a few runs, each with an empty cache."""
    times = []
    for _run in range(runs):
        env.invalidate_all()
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return times


def fill(env):
    """Copy the files until there are `FILES`."""
    env.flush_all()
    present = env["parcours.dossier"].with_context(active_test=False).search_count([])
    fields = env["parcours.dossier"]._fields.values()
    columns = ", ".join(f'"{f.name}"' for f in fields if f.store and f.column_type and f.name not in LEFT)
    # Raw SQL: the bench makes in one statement what nobody may enter; names of columns come from the model.
    env.cr.execute(
        f"INSERT INTO parcours_dossier (reference, {columns}) SELECT 'BENCH-A-' || id || '-' || g, {columns}"
        " FROM parcours_dossier, generate_series(1, %s) g ORDER BY g, id LIMIT %s",
        [FILES // present + 1, FILES - present],
    )
    env.cr.execute("ANALYZE parcours_dossier")


def crowd(env, agent):
    """Open most of the files of the agent's commune, so that every card of files holds hundreds or thousands."""
    # Raw SQL: the bench makes in one statement what nobody may enter.
    env.cr.execute(
        "UPDATE parcours_dossier SET phase = 'dossier', a_informer = id %% 10 = 0, cloture_a_verifier = id %% 80 = 5,"
        " resultat = CASE WHEN id %% 10 = 1 THEN 'a_examiner' ELSE 'oblige' END,"
        " date_echeance = CASE WHEN id %% 10 > 0 THEN %(day)s + (id::bigint * 7919 %% 600)::int - 150 END,"
        " echeance_type = (ARRAY['inscription', 'achevement', 'sommation'])[1 + id %% 3],"
        " user_id = CASE WHEN id %% 5 > 0 THEN %(agent)s END, priority = (id %% 100 = 17)::int::text,"
        " lettre_attente = CASE id %% 40 WHEN 3 THEN 'revenue' WHEN 7 THEN 'sans_preuve' WHEN 13 THEN 'accuse_attendu'"
        " END, commune_a_acquitter = id %% 90 = 1, issue_a_appliquer = id %% 50 = 2,"
        " oubli = CASE WHEN id %% 300 = 4 THEN 'sans_etape' END, oubli_depuis = %(day)s - 3"
        " WHERE company_id = %(commune)s AND reference LIKE 'BENCH-A-%%' AND id %% 7 < 4",
        {"day": aujourdhui(), "agent": agent.id, "commune": agent.company_id.id},
    )
    env.cr.execute("ANALYZE parcours_dossier")


def user(env, role, company):
    someone = env["res.users"].create(
        {
            "name": role,
            "login": f"bench.{role}",
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "group_ids": [Command.link(env.ref(f"parcours_accueil.group_{role}").id)],
        }
    )
    env["registre.habilitation"].create({"user_id": someone.id, "date_declaration": "2024-01-08"})
    return someone
