# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What survives a restart: the operations that made the population, the journal of notifications, the subscriptions.

The people themselves are not kept: replaying the operations (seed, number of people, days, events by hand) makes them
again. A notification, once in the journal, keeps its sequence for ever; a receipt stands for a place in that journal.
"""

import hashlib
import hmac
import json
import sqlite3
import threading
import uuid
from contextlib import contextmanager
from pathlib import Path

_SCHEMA = """
    CREATE TABLE IF NOT EXISTS meta (cle TEXT PRIMARY KEY, valeur TEXT NOT NULL); CREATE TABLE IF NOT EXISTS operation
    (id INTEGER PRIMARY KEY, nature TEXT NOT NULL, valeur TEXT NOT NULL); CREATE TABLE IF NOT EXISTS notification (
    sequence INTEGER PRIMARY KEY, categorie TEXT NOT NULL, niss TEXT NOT NULL, remplace TEXT NOT NULL, mutations TEXT
    NOT NULL, commune TEXT NOT NULL, effet TEXT NOT NULL, creation TEXT NOT NULL); CREATE TABLE IF NOT EXISTS
    abonnement (niss TEXT PRIMARY KEY, debut TEXT NOT NULL, fin TEXT); CREATE TABLE IF NOT EXISTS dossier (nom TEXT
    PRIMARY KEY, empreinte TEXT NOT NULL);
"""


class Etat:
    """The register's memory: one SQLite file in the folder `dossier`, or nothing kept when it is None."""

    def __init__(self, dossier=None):
        if dossier is not None:
            Path(dossier).mkdir(parents=True, exist_ok=True)
        self._verrou = threading.RLock()
        self._base = sqlite3.connect(
            Path(dossier) / "simulateur.sqlite3" if dossier is not None else ":memory:",
            check_same_thread=False,
            isolation_level=None,
        )
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.executescript(_SCHEMA)
        with self.transaction():
            self._base.execute("INSERT OR IGNORE INTO meta VALUES ('cle', ?)", [uuid.uuid4().hex])
        self._cle = self.meta("cle").encode()

    def fermer(self):
        """Close the file."""
        with self._verrou:
            self._base.close()

    @contextmanager
    def transaction(self):
        """Everything inside is kept, or nothing."""
        with self._verrou:
            if self._base.in_transaction:
                yield
                return
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    def _lire(self, requete, valeurs=()):
        with self._verrou:
            return self._base.execute(requete, valeurs).fetchall()

    def _ecrire(self, requete, valeurs=()):
        with self.transaction():
            return self._base.execute(requete, valeurs).rowcount

    def meta(self, cle):
        """Return a kept value, or None."""
        lignes = self._lire("SELECT valeur FROM meta WHERE cle = ?", [cle])
        return lignes[0][0] if lignes else None

    def noter(self, cle, valeur):
        """Keep a value."""
        self._ecrire("INSERT OR REPLACE INTO meta VALUES (?, ?)", [cle, str(valeur)])

    # Operations

    def operations(self):
        """Return (kind, value) of each operation, in order."""
        return [
            (nature, json.loads(valeur))
            for nature, valeur in self._lire("SELECT nature, valeur FROM operation ORDER BY id")
        ]

    def ajouter_operation(self, nature, **valeur):
        """Remember an operation for the next start."""
        self._ecrire("INSERT INTO operation (nature, valeur) VALUES (?, ?)", [nature, json.dumps(valeur)])

    # Notifications

    def annoncer(self, annonces, creation):
        """Write announcements (evenements.Annonce) at the end of the journal; sequences have no gap."""
        with self.transaction():
            suivante = self.derniere_sequence() + 1
            self._base.executemany(
                "INSERT INTO notification VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        rang,
                        a.categorie,
                        a.niss,
                        a.remplace,
                        json.dumps(a.mutations),
                        a.commune,
                        a.effet.isoformat(),
                        f"{creation}T06:00:00",
                    )
                    for rang, a in enumerate(annonces, suivante)
                ],
            )

    def derniere_sequence(self):
        """Return the last sequence given, 0 when there is none."""
        return self._lire("SELECT coalesce(max(sequence), 0) FROM notification")[0][0]

    def page(self, apres, maximum):
        """Return (rows after a sequence, whether more follow)."""
        lignes = self._lire(
            "SELECT * FROM notification WHERE sequence > ? ORDER BY sequence LIMIT ?", [apres, maximum + 1]
        )
        return lignes[:maximum], len(lignes) > maximum

    def recu(self, sequence):
        """Return the opaque receipt (32 characters) of everything up to that sequence."""
        return f"{sequence:012x}{hmac.new(self._cle, str(sequence).encode(), hashlib.sha256).hexdigest()[:20]}"

    def sequence_du_recu(self, recu):
        """Return the sequence a receipt stands for, or None when this register never gave it."""
        try:
            sequence = int(recu[:12], 16)
        except ValueError:
            return None
        known = hmac.compare_digest(recu.encode(), self.recu(sequence).encode())
        return sequence if known and sequence <= self.derniere_sequence() else None

    # Subscriptions

    def abonnement(self, niss):
        """Return (begin, end or None) as ISO texts, or None."""
        lignes = self._lire("SELECT debut, fin FROM abonnement WHERE niss = ?", [niss])
        return lignes[0] if lignes else None

    def abonner(self, niss, debut, fin):
        """Write a subscription, in place of the one there is."""
        self._ecrire("INSERT OR REPLACE INTO abonnement VALUES (?, ?, ?)", [niss, debut, fin])

    def desabonner(self, niss):
        """Remove a subscription as if it had never been; say whether there was one."""
        return self._ecrire("DELETE FROM abonnement WHERE niss = ?", [niss]) > 0

    def suivis(self, jour):
        """Return the set of numbers followed on a day."""
        return {
            niss
            for (niss,) in self._lire(
                "SELECT niss FROM abonnement WHERE debut <= ? AND (fin IS NULL OR fin >= ?)", [jour.isoformat()] * 2
            )
        }

    def est_suivi(self, niss, jour):
        """Say whether a number is followed on a day."""
        abonnement = self.abonnement(niss)
        return bool(abonnement) and abonnement[0] <= jour.isoformat() <= (abonnement[1] or "9999")

    def abonnements(self, jour, apres, maximum):
        """Return ((number, begin, end) of the subscriptions of a day after a number, whether more follow)."""
        lignes = self._lire(
            "SELECT niss, debut, fin FROM abonnement "
            "WHERE niss > ? AND (fin IS NULL OR fin >= ?) ORDER BY niss LIMIT ?",
            [apres, jour.isoformat(), maximum + 1],
        )
        return lignes[:maximum], len(lignes) > maximum

    # Files of --dossiers

    def empreintes(self):
        """Return file name -> hash of each file already announced."""
        return dict(self._lire("SELECT nom, empreinte FROM dossier"))

    def retenir_dossier(self, nom, empreinte):
        """Remember that a file was announced."""
        self._ecrire("INSERT OR REPLACE INTO dossier VALUES (?, ?)", [nom, empreinte])
