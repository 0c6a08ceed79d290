# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What it costs to leave a trace of who opened which file, for `./parcours bench`.

Users are committed, because what is read is logged in a transaction of its own; nothing else is left behind, but the
entries, which nobody removes.
"""

import statistics
import sys
import time
from unittest.mock import patch

from lxml import etree

from odoo import Command

from .accueil import user
from .banc import measure

FILES, MODELS = 1_000, 2_000


@measure(goal="<3", unit="ms")
def trace_lecture(bench):
    """What the trace adds to opening a file's page, median of 1,000 different files opened by an agent."""
    bench.files(MODELS)
    env = bench.env
    readers = [reader(env, rank) for rank in range(2)]
    files = env["parcours.dossier"].search([("personne_id", "!=", False)], limit=FILES, order="id").ids
    if len(files) < FILES:
        raise AssertionError(f"{len(files)} files of {FILES}")
    silent = patch.object(type(env["registre.lecture"]), "_retenir", lambda *_args, **_options: None)
    page, without, traced = pages(env, readers[0]), [], []
    for file in files:  # one after the other: what else the machine does weighs on both
        with silent:
            without.append(opened(env, page, readers[0], file))
        traced.append(opened(env, page, readers[1], file))
    medians = [1000 * statistics.median(times) for times in (without, traced)]
    print(f"a file: {medians[0]:.1f} ms without the trace, {medians[1]:.1f} ms with it", file=sys.stderr)
    return medians[1] - medians[0]


def reader(env, rank):
    """An agent, whose communes are all of them: so many files are those of nobody else's day."""
    agent = user(env, "agent", env.ref("parcours_socle.commune_21015"))
    agent.login = f"bench.lecture.{rank}.{time.time_ns()}"
    agent.company_ids = [Command.set(env["res.company"].search([("nis_code", "!=", False)]).ids)]
    env.cr.commit()
    return agent


def pages(env, agent):
    """The specification of the file's page, as the web client asks for it: every field of the view, lists included."""
    views = env["parcours.dossier"].with_user(agent).get_views([(False, "form")])
    return specification(etree.fromstring(views["views"]["form"]["arch"]))


def specification(view):
    """{field: {"fields": those of its list}} of a view."""
    wanted = {}
    for field in view.iter("field"):
        above = next((parent for parent in field.iterancestors() if parent.tag == "field"), None)
        if above is None or view.tag == "list" and above is view.getparent():
            lines = field.find("list")
            wanted[field.get("name")] = {"fields": specification(lines)} if lines is not None else {}
    return wanted


def opened(env, page, agent, file):
    """Seconds of one opening, with an empty cache, until the answer may leave."""
    env.invalidate_all()
    env.cr.cache.clear()
    companies = agent.company_ids.ids
    start = time.perf_counter()
    env["parcours.dossier"].with_user(agent).with_context(allowed_company_ids=companies).browse(file).web_read(page)
    env.cr.flush()
    return time.perf_counter() - start
