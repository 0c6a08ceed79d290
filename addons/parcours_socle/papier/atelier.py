# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Many letters at once, on every core: a letter is fifty thousandths of a second of one, and a thousand must not keep
an agent waiting.

The work is done by processes that know nothing but this package: no database, no Odoo, no memory of the server's. A
letter goes in as a line of text, its PDF comes out. Started by a path and not by a fork, for a server has threads and
connections that a copy of it must not share.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import pdf
from .page import Lettre, LogoIllisible

#: Seconds one letter may take; one that takes more will never end.
DELAI_S = 60
#: Letters on their way at once for each process: enough to keep it busy, few enough to hold in memory.
_AVANCE = 8
_PAQUET = Path(__file__).parent
_OUVRIER = f"import sys; sys.path.append(sys.argv[1]); from {_PAQUET.name}.atelier import servir; servir()"


class AtelierEnPanne(RuntimeError):
    """A process stopped, twice, on the same letter: out of memory, killed, or longer than `DELAI_S`."""


class Atelier:
    """Processes that make PDFs, for the time of a ``with``::

        with Atelier() as atelier:
            for lettre, octets in zip(lettres, atelier.imprimer(lettres), strict=True):
                …

    :param ouvriers: number of processes; by default as many as this one may use cores, four at most
    """

    def __init__(self, ouvriers: int | None = None):
        self.ouvriers = ouvriers or min(4, len(os.sched_getaffinity(0)))
        self._local, self._verrou, self._processus = threading.local(), threading.Lock(), set()

    def __enter__(self):
        self._fils = ThreadPoolExecutor(self.ouvriers, thread_name_prefix="papier")
        return self

    def __exit__(self, *_erreur):
        self._fils.shutdown(wait=True, cancel_futures=True)
        for processus in list(self._processus):
            self._arreter(processus)

    def imprimer(self, lettres: Iterable[Lettre]) -> Iterator[pdf.Imprime]:
        """Give the PDF of each letter, in their order, as they are ready; few are held at once.

        :raise page.LogoIllisible: see there
        :raise AtelierEnPanne: see there
        """
        attente: deque = deque()
        for lettre in lettres:
            attente.append(self._fils.submit(self._une, lettre.en_json()))
            if len(attente) >= self.ouvriers * _AVANCE:
                yield attente.popleft().result()
        while attente:
            yield attente.popleft().result()

    def _une(self, ligne: str) -> pdf.Imprime:
        for _essai in range(2):
            processus = self._ouvrier()
            minuterie = threading.Timer(DELAI_S, processus.kill)
            minuterie.start()
            try:
                processus.stdin.write(ligne.encode("ascii") + b"\n")
                processus.stdin.flush()
                return self._reponse(processus)
            except (OSError, EOFError):
                self._local.processus = None
                self._arreter(processus)
            finally:
                minuterie.cancel()
        raise AtelierEnPanne("The process that makes the PDF stopped twice on this letter.")

    @staticmethod
    def _reponse(processus) -> pdf.Imprime:
        entete = processus.stdout.readline()
        if not entete.endswith(b"\n"):
            raise EOFError
        suite = json.loads(entete)
        if suite.get("erreur") == LogoIllisible.__name__:
            raise LogoIllisible("A letterhead bears a PNG or a JPEG picture.")
        if suite.get("erreur"):
            # The name of the error alone: its text may quote a letter.
            raise AtelierEnPanne(f"This letter could not be made: {suite['erreur']}.")
        octets = processus.stdout.read(suite["taille"])
        if len(octets) < suite["taille"]:
            raise EOFError
        return pdf.Imprime(octets, suite["pages"])

    def _ouvrier(self):
        """The process of this thread."""
        if getattr(self._local, "processus", None) is None:
            # What it complains of is nobody's to read: the libraries' warnings may quote a text.
            self._local.processus = subprocess.Popen(
                [sys.executable, "-P", "-c", _OUVRIER, str(_PAQUET.parent)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            with self._verrou:
                self._processus.add(self._local.processus)
        return self._local.processus

    def _arreter(self, processus):
        with self._verrou:
            self._processus.discard(processus)
        processus.kill()
        processus.wait()
        for tuyau in (processus.stdin, processus.stdout):
            with contextlib.suppress(OSError):  # what was not sent to a process that is gone
                tuyau.close()


def servir(entree=None, sortie=None):
    """Make a letter of each line, until there are no more: the body of a process of `Atelier`.

    :param entree, sortie: binary streams; standard input and output by default
    """
    entree, sortie = entree or sys.stdin.buffer, sortie or sys.stdout.buffer
    # Nothing here lives longer than a letter, but what is loaded already, which need not be looked at again.
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    for ligne in entree:
        try:
            octets = pdf.imprimer(Lettre.depuis_json(ligne))
        except Exception as erreur:  # noqa: BLE001 (whatever went wrong, the one who waits must be told)
            sortie.write(json.dumps({"erreur": type(erreur).__name__}).encode("ascii") + b"\n")
        else:
            entete = {"taille": len(octets), "pages": octets.pages}
            sortie.write(json.dumps(entete).encode("ascii") + b"\n" + octets)
        sortie.flush()
