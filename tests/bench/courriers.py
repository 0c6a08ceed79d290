# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""A thousand summonses: chosen, looked at (each person asked for at the register), printed, kept each on its file."""

import os
import sys
import time
from datetime import timedelta

from markupsafe import Markup

from odoo.addons.parcours_socle.jour import aujourdhui
from odoo.addons.parcours_socle.papier.page import html
from odoo.addons.registre_national.tests.habilitation import habiliter

from .banc import control, measure

#: PARCOURS_BENCH_COURRIERS: fewer, to see that it runs; the goal is for a thousand.
LETTERS, STOCK = int(os.environ.get("PARCOURS_BENCH_COURRIERS", 1_000)), 20
#: Somebody in so many of the simulated register is obliged, has an open file, and has been here long enough.
OBLIGED = 12
LATENCY_MS = 150


@measure(goal="<60", unit="s")
def courriers_1000(bench):
    """From the click to the last summons ready, merged file and table included, the register answering at once."""
    return figures(bench)["at once"]


@measure(goal="-", unit="s")
def courriers_1000_150ms(bench):
    """The same with a register that answers in 150 ms."""
    return figures(bench)["150 ms"]


@measure(goal="-", unit="times")
def courriers_wkhtmltopdf(bench):
    """What a letter takes of Odoo's stock report, of what it takes here, register and all."""
    return figures(bench)["ratio"]


def figures(bench):
    """Summon the same people twice, and give the three figures."""
    if "courriers" not in bench.nights:
        bench.nights["courriers"] = measured(bench)
    return bench.nights["courriers"]


def measured(bench):
    env = bench.env
    # what other measures left filled in is not asked
    env["registre.service"].search([]).url_consultation = False
    with bench.simulator(LETTERS * OBLIGED + 50) as url:
        service = bench.service(url)
        service._collecter()
        env.cr.commit()
        files = overdue(env)
        found = {"at once": summon(env, files)}
        per_letter = found["at once"] / LETTERS
        stock = stock_report(env, files.courrier_ids.sorted("id")[-STOCK:])
        print(f"a letter: {1000 * per_letter:.0f} ms here, {1000 * stock:.0f} ms by the stock report", file=sys.stderr)
        found["ratio"] = stock / per_letter
        cancel(env)
        control(url, "pannes", latence_ms=LATENCY_MS)
        found["150 ms"] = summon(env, files)
        cancel(env)
    return found


def overdue(env):
    """Return files of people who were told seven months ago, and did nothing."""
    told = aujourdhui() - timedelta(days=215)
    obliged = [("resultat", "=", "oblige"), ("phase", "=", "dossier"), ("issue_a_appliquer", "=", False)]
    long_here = [("date_reference", "<", told), ("personne_id.niss", "!=", False), ("evenement_ids.type", "!=", "x")]
    files = env["parcours.dossier"].search([*obliged, *long_here])
    files._noter("attestation_remise", told, canal="remise")
    for term in files.delai_ids.filtered("revue"):
        term._marquer_revue("bench")
    env.flush_all()
    refused = files._refus_etape("sommation_envoyee", aujourdhui(), {})
    files = files.filtered(lambda file: file.id not in refused)[:LETTERS]
    if len(files) < LETTERS:
        raise AssertionError(f"{len(files)} files of {LETTERS} to summon; {sorted(set(refused.values()))[:3]}")
    files.langue = "fr_BE"
    env.cr.commit()
    return files


def summon(env, files):
    """Summon all of them, as an agent of their communes; return the seconds until the last one is ready."""
    agent = reader(env, files.company_id)
    theirs = files.with_user(agent).with_context(allowed_company_ids=agent.company_ids.ids)
    env.invalidate_all()
    start = time.perf_counter()
    made = env["parcours.courrier.lot"].with_env(theirs.env)._creer(theirs, "sommation", "accuse")
    env.cr.commit()
    asked = time.perf_counter() - start
    env["parcours.courrier.lot"]._cron_imprimer()
    ready = time.perf_counter() - start
    for lot in made:
        if lot.nombre_imprimes:
            lot._fusion(), lot._bordereau()
    took = time.perf_counter() - start
    printed = sum(made.mapped("nombre_imprimes"))
    print(
        f"{printed} printed: asked for in {asked:.1f} s, ready in {ready:.1f} s, merged in {took:.1f} s",
        file=sys.stderr,
    )
    # a few may have moved meanwhile: the register lives
    if printed < LETTERS * 0.97:
        raise AssertionError(f"{printed} letters of {LETTERS}: {set(made.courrier_ids.mapped('motif_ecart'))}")
    return took


def reader(env, communes):
    """Return an agent of these communes."""
    agent = env["res.users"].with_context(active_test=False).search([("login", "=", "bench.courriers")])
    if not agent:
        agent = env["res.users"].create({"name": "Bench", "login": "bench.courriers", "lang": "fr_BE"})
        agent.group_ids = env.ref("parcours_accueil.group_agent") | env.ref("base.group_user")
        habiliter(agent)
    agent.write({"active": True, "company_ids": communes.ids, "company_id": communes[0].id})
    return agent


def cancel(env):
    """Take the letters off the way of the next ones."""
    letters = env["parcours.courrier"].search([("state", "in", ("brouillon", "pret", "imprime"))])
    letters.write({"state": "annule", "motif_annulation": "bench"})
    env.cr.commit()


def stock_report(env, letters):
    """Return the seconds that Odoo's own report takes for one of these letters: a report as a module declares one, that
    prints the page we print. No server gives it its style sheets, so it fetches nothing: what it takes at least."""
    texts = [html(letter._composer()[0]) for letter in letters]
    report = stock(env)
    start = time.perf_counter()
    for letter, text in zip(letters, texts, strict=True):
        made, kind = report._render_qweb_pdf(report, letter.ids, {"text": Markup(text)})
        if kind != "pdf" or not made.startswith(b"%PDF"):
            raise AssertionError("Odoo's report made no PDF")
    return (time.perf_counter() - start) / len(texts)


def stock(env):
    """Return the report that Odoo's own engine prints."""
    env["ir.ui.view"].create(
        {
            "type": "qweb",
            "key": "bench.letter",
            "name": "bench.letter",
            "arch": """<t t-name="bench.letter"><t t-call="web.html_container"><t t-foreach="docs" t-as="letter">
                <div class="article" t-att-data-oe-model="letter._name" t-att-data-oe-id="letter.id">
                <t t-out="text"/></div>
                </t></t></t>""",
        }
    )
    return env["ir.actions.report"].create(
        {"name": "Letter", "model": "parcours.courrier", "report_type": "qweb-pdf", "report_name": "bench.letter"}
    )
