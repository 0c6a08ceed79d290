# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Pages as somebody waits for them (`./parcours bench pages`): from the click until the page can be used, in Chromium.

A page can be used when what one came for is shown and nothing that it asked for is still on its way; the moment counts
from which this held for a while, so that what loads piece by piece counts whole. Served by one process of Odoo, over a
base of 2,000 lives. Beside what one waits, the table says what does not hang on how busy the machine is: requests,
their bytes, the processor's time of Odoo, of PostgreSQL and of the page in the browser.
"""

import os
import statistics
import sys
from typing import NamedTuple

from playwright.sync_api import sync_playwright

from tests.bench.horloge import processor
from tests.serveur import Base, Server, setting, sql

RUNS = 20
#: Milliseconds that each page may take.
GOAL_MS = 1_000
AGENT, HEAD, OFFICIAL = "agent.21015", "chef.21015", "vivalis.fonctionnaire"
#: Without these, Chromium keeps knocking at its maker's hosts.
QUIET = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"
#: What each page runs first: what it asked for and does not have yet, and when it was clicked.
WATCH = """
    const clock = { waiting: 0, asked: 0, bytes: 0, from: 0 };
    window.__clock = clock;
    const begin = () => { clock.waiting++; clock.asked++; };
    const fetched = window.fetch;
    window.fetch = (...args) => { begin(); return fetched(...args).finally(() => clock.waiting--); };
    const sent = XMLHttpRequest.prototype.send;
    XMLHttpRequest.prototype.send = function (...args) {
        begin();
        this.addEventListener("loadend", () => clock.waiting--);
        return sent.apply(this, args);
    };
    const start = () => { clock.from = performance.now(); clock.asked = 0; performance.clearResourceTimings(); };
    addEventListener("pointerdown", start, { capture: true });
    addEventListener("keydown", start, { capture: true });
"""
#: Resolves once the page can be used: milliseconds since the click, requests, bytes, the slowest answer.
USABLE = """([wanted, unwanted]) => new Promise((resolve, reject) => {
    const QUIET_MS = 200, LIMIT_MS = 30000, clock = window.__clock;
    let since = 0;
    const shown = (selector) => [...document.querySelectorAll(selector)].some((e) => e.getClientRects().length);
    const look = () => {
        const now = performance.now();
        const usable = shown(wanted) && !(unwanted && shown(unwanted)) && !clock.waiting;
        since = usable ? since || now : 0;
        if (usable && now - since > QUIET_MS) {
            const answers = performance.getEntriesByType("resource");
            resolve({
                ms: since - clock.from,
                asked: clock.asked,
                bytes: answers.reduce((sum, a) => sum + a.transferSize, 0),
                slowest: Math.max(0, ...answers.map((a) => a.responseEnd - a.startTime)),
                detail: answers.map((a) => [a.name.replace(/.*?\\/\\/[^/]*/, ""), Math.round(a.startTime - clock.from),
                    Math.round(a.responseEnd - a.startTime)]),
            });
        } else if (now - clock.from > LIMIT_MS) {
            reject(new Error(`${wanted} is not usable after ${LIMIT_MS} ms; ${clock.waiting} requests are waiting`));
        } else {
            requestAnimationFrame(look);
        }
    };
    look();
})"""


class Sample(NamedTuple):
    """What one opening took: milliseconds waited, requests, kB, processor's ms of Odoo, PostgreSQL, browser."""

    wait: float
    asked: int
    kb: float
    odoo: float
    postgres: float
    browser: float


class Visitor:
    """Somebody logged in, whose clicks are timed."""

    def __init__(self, chromium, server, login):
        self.server = server
        self.page = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="fr-BE").new_page()
        self.page.add_init_script(WATCH)
        self.cdp = self.page.context.new_cdp_session(self.page)
        self.cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.page.goto(f"{server.url}/web/login")
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", login)
        self.page.click("button[type=submit]")
        self.page.wait_for_selector(".o_action_manager .o_control_panel", timeout=60_000)

    def ready(self, wanted, unwanted=""):
        """What the page says once `wanted` can be used, and `unwanted` is not shown any more."""
        return self.page.evaluate(USABLE, [wanted, unwanted])

    def timed(self, gesture, wanted, unwanted=""):
        """Do `gesture`, wait until `wanted` can be used; return the Sample."""
        before = self.spent()
        gesture()
        said = self.ready(wanted, unwanted)
        after = self.spent()
        if os.environ.get("PARCOURS_BENCH_DETAIL"):
            print(*said["detail"], sep="\n", file=sys.stderr)
        return Sample(
            said["ms"],
            said["asked"],
            said["bytes"] / 1000,
            *(round(b - a, 1) for a, b in zip(before, after, strict=True)),
        )

    def spent(self):
        """Milliseconds of processor so far: Odoo, the connections of its base, the page."""
        backends = sql(f"SELECT pid FROM pg_stat_activity WHERE datname = '{self.server.base.name}'")
        metrics = self.cdp.send("Performance.getMetrics")["metrics"]
        browser = next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")
        return processor(self.server.process.pid), sum(processor(pid) for (pid,) in backends), 1000 * browser

    def go(self, address):
        self.page.goto(f"{self.server.url}/odoo/{address}")

    def menu(self, name):
        """Open the menu that holds this entry, if one does; return a function that clicks it."""
        entry = self.page.locator(f"[data-menu-xmlid='{name}']")
        if not entry.count():
            self.page.locator("[data-menu-xmlid='parcours_accueil.menu_parcours_dossiers']").click()
        entry.wait_for()
        return entry.click


# ---- the pages: each function opens it once and returns its Sample ----

CARD, ROW, FILE = (
    ".o_aujourd_hui_carte li",
    ".o_list_view .o_data_row",
    ".o_form_view .o_field_widget[name=explication]",
)
WINDOW = ".modal .modal-footer button[name]"
PAGES = {}


def opens(who):
    """Register a function that opens a page as `who`; its name is that of the figure."""

    def register(function):
        PAGES[function.__name__] = (who, function)
        return function

    return register


def from_menu(visitor, name, wanted=ROW, start="aujourd-hui", there=CARD):
    visitor.go(start)
    visitor.ready(there)
    return visitor.timed(visitor.menu(f"parcours_accueil.{name}"), wanted, there if wanted != there else "")


@opens(AGENT)
def accueil_adresse(visitor, _rank):
    """The landing page by its address: the whole client starts, its files are in the browser's cache."""
    visitor.page.goto("about:blank")
    return visitor.timed(lambda: visitor.go("aujourd-hui"), CARD)


@opens(AGENT)
def accueil(visitor, _rank):
    """The landing page from its menu."""
    return from_menu(visitor, "menu_parcours_aujourd_hui", CARD, "dossiers", ROW)


@opens(HEAD)
def accueil_chef(visitor, _rank):
    """The landing page of a head."""
    return from_menu(visitor, "menu_parcours_aujourd_hui", CARD, "dossiers", ROW)


@opens(AGENT)
def dossiers(visitor, _rank):
    """The list of the commune's files."""
    return from_menu(visitor, "menu_parcours_commune")


@opens(AGENT)
def fiche(visitor, rank):
    """A file, from its row in the list."""
    visitor.go("dossiers")
    visitor.ready(ROW)
    return visitor.timed(visitor.page.locator(f"{ROW} td[name=name]").nth(rank).click, FILE)


@opens(AGENT)
def fiche_suivante(visitor, rank):
    """The next file of the list, by the arrow above a file."""
    visitor.go("dossiers")
    visitor.ready(ROW)
    visitor.page.locator(f"{ROW} td[name=name]").nth(rank).click()
    visitor.ready(FILE)
    return visitor.timed(visitor.page.locator(".o_form_view .o_pager_next").click, FILE)


@opens(AGENT)
def etape(visitor, rank):
    """The window of the step that is expected, from a line of the landing page."""
    visitor.go("aujourd-hui")
    visitor.ready(CARD)
    cards = visitor.page.locator(".o_aujourd_hui_carte", has_text="informer")
    return visitor.timed(cards.locator("li .btn").nth(rank % 5).click, WINDOW)


@opens(AGENT)
def termes(visitor, _rank):
    """The list of terms."""
    return from_menu(visitor, "menu_parcours_delais")


@opens(AGENT)
def exemptions(visitor, _rank):
    """The list of exemptions."""
    return from_menu(visitor, "menu_parcours_exemptions")


@opens(AGENT)
def contestations(visitor, _rank):
    """The list of contestations."""
    return from_menu(visitor, "menu_parcours_contestations", ".o_list_view .o_list_table")


@opens(HEAD)
def equipe(visitor, _rank):
    """What each agent has."""
    return from_menu(visitor, "menu_parcours_equipe", ".o_parcours_equipe tbody tr")


@opens(HEAD)
def repartition(visitor, _rank):
    """The window that hands out the files of a page of the list, all ticked."""
    visitor.go("dossiers")
    visitor.ready(ROW)
    visitor.page.locator(".o_list_view thead .o_list_record_selector input").click()
    return visitor.timed(visitor.page.locator("button[name=action_repartir]").click, WINDOW)


@opens(OFFICIAL)
def sanctions(visitor, _rank):
    """The official's landing page, by its address."""
    visitor.page.goto("about:blank")
    return visitor.timed(lambda: visitor.go("sanctions-aujourd-hui"), CARD)


@opens(OFFICIAL)
def sanction(visitor, rank):
    """A sanction file, from its row in the list."""
    visitor.go("sanctions?view_type=list")
    visitor.ready(ROW)
    return visitor.timed(visitor.page.locator(f"{ROW} td[name=name]").nth(rank).click, ".o_form_view .o_form_statusbar")


@opens(AGENT)
def recherche(visitor, rank):
    """What the search lists, from the last letter typed."""
    visitor.go("aujourd-hui")
    visitor.ready(CARD)
    name = visitor.page.locator(f"{CARD} a").nth(rank).inner_text()
    box = visitor.page.locator(".o_recherche input")
    box.fill(name[:5])
    return visitor.timed(lambda: box.press_sequentially(name[5]), ".o_recherche_option")


def measure(names, runs):
    """Open each page once to warm it, then `runs` times; print a line a page; return those beyond the goal."""
    base, slow = Base(template=setting("LIVES")), []
    server = Server(base)
    try:
        server.start()
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=setting("CHROMIUM"), args=QUIET.split())
            visitors = {}
            columns = ("page", "median ms", "p95 ms", "requests", "kB", "Odoo ms", "PostgreSQL ms", "browser ms")
            print(*columns, sep="\t", flush=True)
            for name in names:
                who, function = PAGES[name]
                visitor = visitors.get(who) or visitors.setdefault(who, Visitor(chromium, server, who))
                function(visitor, 0)
                samples = [function(visitor, rank) for rank in range(runs)]
                waits = [sample.wait for sample in samples]
                p95 = statistics.quantiles(waits, n=20)[-1] if runs > 1 else waits[0]
                means = (f"{statistics.mean(column):.0f}" for column in list(zip(*samples, strict=True))[1:])
                print(name, f"{statistics.median(waits):.0f}", f"{p95:.0f}", *means, sep="\t", flush=True)
                if statistics.median(waits) > GOAL_MS:
                    slow.append(name)
            chromium.close()
    finally:
        server.stop()
        base.remove()
    return slow


def main():
    """Measure the pages named (all when none is); exit 1 on an unknown name."""
    names = sys.argv[1:] or list(PAGES)
    unknown = [name for name in names if name not in PAGES]
    if unknown:
        sys.exit(f"Unknown page: {', '.join(unknown)}. There are: {', '.join(PAGES)}.")
    slow = measure(names, int(os.environ.get("PARCOURS_BENCH_RUNS") or RUNS))
    print(f"goal: {GOAL_MS} ms. Beyond it: {', '.join(slow) or 'none'}.")


if __name__ == "__main__":
    main()
