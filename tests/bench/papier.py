# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What a letter costs as paper alone: no file, no register, no database."""

import io
import resource
import sys
import time
from dataclasses import replace

from pypdf import PdfReader

from odoo.addons.parcours_socle.papier.atelier import Atelier
from odoo.addons.parcours_socle.papier.pdf import fusionner, imprimer
from odoo.addons.parcours_socle.papier.qr import tirer
from odoo.addons.parcours_socle.tests.papier.commun import DEUX, FR, LETTRE, dessin

from .banc import measure

LETTERS = 1_000
TEXT = (
    "<p>Vous êtes inscrit dans notre commune et devez suivre le <strong>parcours d’accueil</strong> des nouveaux "
    "arrivants. Nous vous avons écrit, et vous ne vous êtes pas présenté.</p><ul><li>Prenez rendez-vous.</li>"
    "<li>Apportez votre titre de séjour.</li><li>Envoyez la preuve d’une dispense.</li></ul><p>Sans inscription, la "
    "commune constatera un refus ; une amende peut suivre.</p>"
)


@measure(goal="<45", unit="s")
def papier_1000(bench):
    """A thousand letters of a page, letterhead and code included, by as many processes as there are cores, and the
    merged file for the printer."""
    letter = replace(LETTRE, logo=dessin((900, 600)), volets=(replace(FR, corps=TEXT),))
    letters = [replace(letter, numero=f"L-{rank}", jeton=tirer()) for rank in range(LETTERS)]
    start, processor = time.monotonic(), _children()
    with Atelier() as workshop:
        pdfs = list(workshop.imprimer(letters))
    made = time.monotonic() - start
    merged = fusionner(pdfs)
    took = time.monotonic() - start
    pages = len(PdfReader(io.BytesIO(merged)).pages)
    if pages != LETTERS:
        raise AssertionError(f"{pages} pages of {LETTERS}")
    each = 1000 * (_children() - processor) / LETTERS
    print(f"made in {made:.1f} s, {each:.0f} ms of a core each; {len(merged) / LETTERS / 1000:.0f} kB", file=sys.stderr)
    return took


@measure(goal="<250", unit="ms")
def papier_deux(bench):
    """One letter in both languages, in the process of the server: what an agent at the counter waits for."""
    imprimer(DEUX)
    times = []
    for _rank in range(20):
        start = time.monotonic()
        imprimer(replace(DEUX, jeton=tirer()))
        times.append(time.monotonic() - start)
    return 1000 * sorted(times)[len(times) // 2]


def _children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
