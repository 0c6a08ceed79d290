# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import logging
import time
from collections import Counter
from concurrent.futures import Future
from contextlib import contextmanager
from itertools import chain
from typing import NamedTuple

from odoo import SUPERUSER_ID, api, models
from odoo.tools import split_every

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import maintenant

from ...soap.appels import Consultations
from ...soap.erreurs import DonneeAnormale, ErreurRegistre, StatutMetier
from ...soap.lecture_suivi import RECEPISSE_INCONNU
from .registre_notification import PRIORITAIRES
from .transport import OBLIGATOIRES

_logger = logging.getLogger(__name__)

#: Notifications asked for in one call, and people consulted and stored in one transaction.
TAILLE_PAGE = 500
TAILLE_LOT = 200

#: Key of the lock that lets one collection run at a time (any number that is ours).
VERROU = 8_081_984


class Attendu(NamedTuple):
    """One person being consulted: the future answer and the notifications it will settle."""

    futur: Future
    notifications: tuple[int, ...]


class Lot(NamedTuple):
    """A batch being consulted, and how many notifications were set aside without a consultation."""

    attendus: list[Attendu]
    ecartees: int


class RegistreServiceCollecte(models.AbstractModel):
    """The collection: announced changes in, people out.

    1. Pages of notifications are taken one after the other; a page and its receipt are committed together, so that a
       crash loses nothing.
    2. The queue is cut in batches of people. While one batch is stored, the next is already being consulted, on
       threads that never see the database.
    3. A batch: the consultation log first, in its own transaction; then the files, set by set; then the subscriptions;
       then the notifications are done; commit. Killed anywhere, the next run finds the same queue and stores the same
       people once.
    """

    _name = "registre.service.collecte"
    _description = "Register access: the collection"

    @api.model
    def _cron_collecter(self):
        """Collect from every service that is filled in."""
        for service in self.search([(champ, "!=", False) for champ in OBLIGATOIRES]):
            if service._collecter()["temps"] <= 0:
                break

    def _collecter(self, duree=None):
        """Pull every announced change and process the whole queue; safe to call at any moment and any number of times.

        Commits batch by batch. Errors of the register are kept where they belong and not raised.
        :param duree: seconds after which no new batch is begun; None for as long as it takes.
        :return: dict: recues, personnes, traitees, erreurs, restantes (counts), occupe (another collection was
            running), suspendu (the circuit breaker is open: nothing was asked, everything is kept for later), temps
            (seconds a cron has left).
        """
        self.ensure_one()
        bilan = dict.fromkeys(("recues", "personnes", "traitees", "erreurs", "restantes"), 0) | {
            "occupe": False,
            "suspendu": self._suspendu(),
            "temps": float("inf"),
        }
        if bilan["suspendu"]:
            return bilan | {"restantes": self.nombre_attente}
        # The register's data have no owner among the users: the collection reads and writes them as the superuser,
        # whoever starts it. Who started it goes into the consultation log.
        service = self.with_user(SUPERUSER_ID).with_context(registre_demandeur=self.env.uid, tracking_disable=True)
        fin = time.monotonic() + duree if duree is not None else float("inf")
        with service._verrou() as libre:
            bilan["occupe"] = not libre
            if libre:
                service._remettre_passageres()
                service._recevoir_pages(bilan)
                service._redemander()
                bilan["recues"] += service._redemander_lacunes()
                service._traiter_file(bilan, fin)
        self.invalidate_recordset()
        bilan["restantes"] = service.nombre_attente
        self._noter_appels()
        return bilan

    @contextmanager
    def _verrou(self):
        """Yield whether the collection may run: one at a time, over all services, until the end of the block or of the
        connection.
        """
        # Raw SQL: a lock of the session, because the collection commits many times; it names no table and holds no row.
        self.env.cr.execute("SELECT pg_try_advisory_lock(%s)", [VERROU])
        if not self.env.cr.fetchone()[0]:
            yield False
            return
        try:
            yield True
        except BaseException:
            # An aborted transaction could not release the lock.
            self.env.cr.rollback()
            raise
        finally:
            self.env.cr.execute("SELECT pg_advisory_unlock(%s)", [VERROU])

    # 1. The notifications

    def _recevoir_pages(self, bilan):
        """Take the pages that follow the receipt, until there are no more."""
        try:
            client = self._client()
            page = self._page_suivante(client)
            while True:
                bilan["recues"] += self.env["registre.notification"]._recevoir(self, page.notifications, self.receipt)
                avance = bool(page.recepisse) and page.recepisse != self.receipt
                self.write(
                    {
                        "receipt": page.recepisse or self.receipt,
                        "last_pull": maintenant(),
                        "last_error_kind": False,
                        "last_error_code": False,
                    }
                )
                lots.commit(self.env)
                if not (page.encore and avance):
                    return
                page = self._page_suivante(client)
        except ErreurRegistre as erreur:
            _logger.warning("Service %s: notifications not fetched (%s %s)", self.id, erreur.nature, erreur.code)
            self.write({"last_pull": maintenant(), "last_error_kind": erreur.nature, "last_error_code": erreur.code})
            lots.commit(self.env)

    def _page_suivante(self, client):
        """The page after the receipt; from the beginning when the register does not know the receipt any more.

        Beginning again is harmless: a notification is kept once.
        """
        page, self.receipt = self._page(client, self.receipt)
        return page

    def _page(self, client, receipt):
        """The page after a receipt, and the receipt it was taken with: none when the register does not know it."""
        try:
            return client.notifications(receipt or "", TAILLE_PAGE), receipt
        except StatutMetier as statut:
            if statut.code != RECEPISSE_INCONNU or not receipt:
                raise
            _logger.warning("Service %s: the receipt is not known any more, beginning again", self.id)
            return client.notifications("", TAILLE_PAGE), False

    def _remettre_passageres(self):
        """Put back in the queue what failed for a reason that may have passed."""
        domaine = [("service_id", "=", self.id), ("state", "=", "erreur"), ("reprise", "=", True)]
        self.env["registre.notification"].search(domaine)._remettre()

    def _redemander(self):
        """Ask again for notifications that were wrong themselves and that somebody wants tried again."""
        domaine = [("service_id", "=", self.id), ("state", "=", "recue"), ("a_redemander", "=", True)]
        fautives = self.env["registre.notification"].search(domaine)
        if not fautives:
            return
        try:
            client = self._client()
            for recepisse, notifications in fautives.grouped("receipt").items():
                notifications._corriger(client.notifications(recepisse or "", TAILLE_PAGE).notifications)
        except ErreurRegistre as erreur:
            # They are processed as they are, and fail again for the same reason.
            _logger.warning(
                "Service %s: notifications not asked for again (%s %s)", self.id, erreur.nature, erreur.code
            )

    # 2. The queue

    def _file_attente(self):
        """The people to read: list of (number, ids of their notifications), renumbered and cancelled ones first, then
        as announced.
        """
        Notification = self.env["registre.notification"]
        domaine = [("service_id", "=", self.id), ("state", "=", "recue")]
        file = {}
        for prioritaire in ("in", "not in"):
            attente = Notification.search_fetch(
                [*domaine, ("category", prioritaire, PRIORITAIRES)], ["niss"], order="sequence"
            )
            for notification in attente:
                file.setdefault(notification.niss or "", []).append(notification.id)
            attente.invalidate_recordset()
        return [(niss, tuple(ids)) for niss, ids in file.items()]

    def _traiter_file(self, bilan, fin):
        """Process the queue, the next batch being consulted while one is stored."""
        try:
            client = self._client()
        except ErreurRegistre:
            # Said on the service by the pull that came before.
            return
        file = [*split_every(TAILLE_LOT, self._file_attente())]
        with Consultations(client.consulter, self.pool_size, self.mode_test) as appels:
            courant = self._lancer(appels, file[0]) if file else None
            for suivant in chain(file[1:], [None]):
                lance = self._lancer(appels, suivant) if suivant else None
                try:
                    compte = self._traiter_lot(client, appels, courant) if courant else Counter()
                except BaseException:
                    self._interrompre(lance)
                    raise
                for cle in ("personnes", "traitees", "erreurs"):
                    bilan[cle] += compte[cle]
                bilan["temps"] = lots.commit(self.env, compte["traitees"] + compte["erreurs"], self._reste)
                if compte["injoignable"] or bilan["temps"] <= 0 or time.monotonic() >= fin:
                    self._abandonner(lance)
                    return
                courant = lance
            self._rattraper_abonnements(client)

    def _interrompre(self, lot):
        """Storing a batch failed for good: the next one, already asked for, is logged all the same."""
        # What is read for the log must not be read through the aborted transaction.
        self.env.cr.rollback()
        self._abandonner(lot)

    def _abandonner(self, lot):
        """Drop a batch that is being consulted. What was already asked for is logged: those consultations took place.

        Its notifications stay in the queue.
        """
        attendus = lot.attendus if lot else []
        # What has not left yet does not leave any more; what has is waited for.
        partis = [attendu for attendu in attendus if not attendu.futur.cancel()]
        if partis:
            self._journaliser([(attendu.futur.result(), attendu.notifications) for attendu in partis])
            lots.commit(self.env)

    def _reste(self):
        """Notifications still waiting."""
        return self.env["registre.notification"].search_count([("service_id", "=", self.id), ("state", "=", "recue")])

    def _lancer(self, appels, lot):
        """Start the consultations of a batch. What must not be consulted is set aside, and counted in the batch's
        errors.
        """
        Notification, communes = self.env["registre.notification"], self.env["res.company"]._par_code_nis()
        ecartees, attendus = {}, []
        Notification.browse(chain.from_iterable(ids for _niss, ids in lot)).fetch(
            ["category", "commune_nis", "attempts", "state"]
        )
        for niss, ids in lot:
            bonnes = []
            for notification in Notification.browse(ids):
                anomalie = notification._anomalie(communes)
                if anomalie:
                    ecartees.setdefault(anomalie.code, []).append(notification.id)
                else:
                    bonnes.append(notification.id)
            if bonnes:
                attendus.append((niss, tuple(bonnes)))
        for code, ids in ecartees.items():
            Notification.browse(ids)._echouer(DonneeAnormale(code))
        futurs = appels.lancer([niss for niss, _ids in attendus])
        consultes = [Attendu(futur, ids) for futur, (_niss, ids) in zip(futurs, attendus, strict=True)]
        return Lot(consultes, sum(map(len, ecartees.values())))

    def _traiter_lot(self, client, appels, lot):
        """Log and store one batch. Return a Counter: personnes, traitees, erreurs, injoignable."""
        resultats = [(attendu.futur.result(), attendu.notifications) for attendu in lot.attendus]
        self._journaliser(resultats)
        compte = lots.retrying(self.env, lambda: self._ranger(client, appels, resultats))
        compte["erreurs"] += lot.ecartees
        return compte
