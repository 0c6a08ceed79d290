# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
import logging
import re
import time
from collections import Counter, deque
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from itertools import chain
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from psycopg2.errors import UniqueViolation

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain

from odoo.addons.parcours_socle import lots
from odoo.addons.parcours_socle.jour import aujourdhui, maintenant

from ...soap.client import MAX_ABONNEMENTS
from ...soap.erreurs import (
    NON_INTEGRE,
    NUMERO_ANNULE,
    AppelSuspendu,
    DeuxPersonnes,
    DonneeAnormale,
    ErreurRegistre,
    StatutMetier,
)
from ...soap.lecture import RECEPISSE_INCONNU
from ...soap.modele import IT_PERMIS
from ...soap.niss import NissInvalide, admettre
from ..personne.registre_personne import A_ABONNER, ABONNES
from .part import Part
from .registre_notification import ARRIVEE, PRIORITAIRES

_logger = logging.getLogger(__name__)

#: Notifications asked for in one call, and people consulted and stored in one transaction.
TAILLE_PAGE = 500
TAILLE_LOT = 500
#: Holes asked for again in one collection: there are none or a few, unless the source is broken.
MAX_LACUNES = 100
#: A batch of at least so many people of whom nobody could be reached is an outage of the register: no notification is
#: then the nearer to being set aside for it.
SEUIL_PANNE = 5

#: What the queue is sorted by, as domains on the notifications.
RANGS = (
    Domain("category", "in", PRIORITAIRES),
    Domain("category", "=", ARRIVEE),
    Domain("category", "not in", (*PRIORITAIRES, ARRIVEE)),
)

ITS_DEMANDES = " ".join(sorted(IT_PERMIS))
PROCESSUS = "collecte"

#: Seconds after which the pages are asked for again while the queue is being processed: who arrives behind ten thousand
#: changes does not wait for them.
PAUSE_PAGES = 15
#: Seconds a batch should last: as many people as can be read in them, `TAILLE_LOT` at most.
DUREE_LOT = 5
#: Seconds the collection of one service lasts before the next one has its turn, when there are several.
TOUR = 60


#: Key of the lock (any number that is ours) that is held together by those who collect, and alone by the jobs of the
#: subscriptions.
VERROU = 8_081_984
#: Seconds a process that comes to help waits for calls that the others leave to it.
ATTENTE_PLACES = 10
#: Notifications waiting from which others are asked to help: below, it is over before they are there.
SEUIL_AIDE = 1000
#: The jobs that help, as many as may be of use: how many run is a matter of cron workers (docs/production.md).
AIDES = tuple(f"registre_national.ir_cron_aider_{rang}" for rang in (1, 2, 3))

#: An information type as the register numbers them.
_IT = re.compile(r"[0-9]{3}")


class Attendu(NamedTuple):
    """One person being consulted: the future answer and the notifications it will settle."""

    futur: Future
    notifications: tuple[int, ...]


class Lot(NamedTuple):
    """A batch being consulted, how many notifications were set aside or done without a consultation, and its numbers,
    which nobody else reads meanwhile.
    """

    attendus: list[Attendu]
    ecartees: int
    sans_objet: int
    numeros: list[str]


def sans_objet(notifications):
    """Whether these are changes that only concern information which may not be kept (loi.md §8). A change that names no
    information may concern any.
    """
    return all(
        n.category == "MUTATION"
        and n.mutations
        and not any(m["it"] in IT_PERMIS or not _IT.fullmatch(m["it"] or "") for m in n.mutations)
        for n in notifications
    )


class File:
    """The numbers to read, those of the most urgent rank first.

    Ranks, see `RANGS`: renumbered and cancelled; newcomers, whose legal terms run; changes. As announced within each.
    """

    def __init__(self):
        self._rangs = tuple(deque() for _rang in RANGS)
        #: Id of the last notification that was in the queue when it was read.
        self.derniere = 0
        #: Whether another process was reading some of them.
        self.ailleurs = False

    def __len__(self):
        return sum(map(len, self._rangs))

    def ajouter(self, rang, numeros):
        """Add numbers at the end of a rank."""
        self._rangs[rang].extend(numeros)

    def sortir(self, nombre):
        """Take numbers out; return {number: rank}."""
        sortis = {}
        for rang, numeros in enumerate(self._rangs):
            while numeros and len(sortis) < nombre:
                sortis.setdefault(numeros.popleft(), rang)
        return sortis


class RegistreServiceCollecte(models.AbstractModel):
    """The collection: announced changes in, people out.

    1. Pages of notifications are taken one after the other; a page and its receipt are committed together, so that a
       crash loses nothing. What did not arrive, or arrived wrong, is asked for again.
    2. The queue is cut in batches of people, each read by one process (`Part`). While one batch is
       stored, the next is already being consulted, on threads that never see the database. Now and then the pages are
       asked for again: newcomers pass before changes.
    3. A batch: the consultation log first, in its own transaction; then the files, set by set; then the subscriptions;
       then the notifications are done; commit. Killed anywhere, the next run finds the same queue and stores the same
       people once.
    4. Subscriptions that a failed call left out are opened, those of closed files closed.
    """

    _name = "registre.service.collecte"
    _description = "Register access: the collection"

    attempts_max = fields.Integer(
        string="Attempts before setting aside",
        default=5,
        required=True,
        help="A notification that failed as many times, or a missing one asked for as many times, waits for a person.",
    )
    lacune_ids = fields.One2many("registre.lacune", "service_id", string="Missing notifications")
    duree_abonnement = fields.Integer(
        string="Subscription length (months)",
        default=12,
        required=True,
        help="A subscription is asked for so many months, and extended by as much in its last month.",
    )

    _duree_positive = models.Constraint(
        "CHECK(duree_abonnement BETWEEN 2 AND 120)", "A subscription lasts from 2 to 120 months."
    )
    _attempts_positif = models.Constraint(
        "CHECK(attempts_max BETWEEN 1 AND 100)", "Between 1 and 100 attempts are possible."
    )

    @api.model
    def _cron_collecter(self):
        """Collect from every service that is filled in, in turns: a slow register does not hold up the others."""
        services, tour = self._remplis(), None
        while services:
            tour = TOUR if len(services) > 1 else None
            encore = services.browse()
            for service in services:
                bilan = service._collecter(duree=tour)
                if bilan["temps"] <= 0:
                    return
                if bilan["interrompu"]:
                    encore |= service
            services = encore

    @api.model
    def _cron_aider(self):
        """Help with what waits at every service that is filled in."""
        for service in self._remplis():
            if service._reste() and service._collecter(aide=True)["temps"] <= 0:
                break

    def _collecter(self, duree=None, aide=False):
        """Pull every announced change and process the whole queue; safe to call at any moment, any number of times, and
        in several processes at once.

        Commits batch by batch. Errors of the register are kept where they belong and not raised.
        :param duree: seconds after which no new batch is begun; None for as long as it takes.
        :param aide: only process what already waits in the queue.
        :return: dict: recues, personnes, traitees, erreurs, restantes (counts), occupe (others were at work too, maybe
            still are, or the subscriptions are being compared), suspendu (the circuit breaker is open: nothing was
            asked, everything is kept for later), interrompu (`duree` was over), temps (seconds a cron has left).
        """
        self.ensure_one()
        bilan = dict.fromkeys(("recues", "personnes", "traitees", "erreurs", "restantes"), 0) | {
            "occupe": False,
            "suspendu": False,
            "interrompu": False,
            "temps": float("inf"),
        }
        # The register's data have no owner among the users: the collection reads and writes them as the superuser,
        # whoever starts it. Who started it goes into the consultation log.
        service = self.with_user(SUPERUSER_ID).with_context(registre_demandeur=self.env.uid, tracking_disable=True)
        fin = time.monotonic() + duree if duree is not None else float("inf")
        try:
            client = service._client()
        except AppelSuspendu:
            bilan["suspendu"] = True
        except ErreurRegistre as erreur:
            service._noter_panne(erreur)
        else:
            with service._part() as part, client.consultations(service.pool_size, service.mode_test) as appels:
                bilan["occupe"] = not (part and service._obtenir_places(part, appels))
                if not bilan["occupe"]:
                    service._collecter_part(client, appels, part, bilan, fin, aide)
            self.invalidate_recordset()
            self._noter_appels(client)
        return bilan | {"restantes": service._reste()}

    def _collecter_part(self, client, appels, part, bilan, fin, aide):
        """Collect with one's part of the calls. The process that leads takes the pages and closes the work."""
        if not aide and part.prendre_la_tete():
            self._remettre_passageres()
            if self._reste() >= SEUIL_AIDE:
                self._appeler_a_l_aide()
            self._recevoir_pages(client, bilan)
            self._redemander(client)
            bilan["recues"] += self._redemander_lacunes(client)
        if self._traiter_file(client, appels, part, bilan, fin) and part.mene:
            self._rattraper_abonnements(client)

    def _noter_appels(self, client):
        """Store the state of the breaker and the deviations counted while this client called, when they changed."""
        releve, valeurs = client.garde.relever(), {}
        if releve.depuis > self.breaker_since:
            valeurs |= {"breaker_stored": releve.etat, "breaker_since": releve.depuis}
        if releve.ecarts:
            valeurs |= {"deviation_count": self.deviation_count + releve.ecarts, "deviation_place": releve.lieu}
        # sudo: who may start a collection may not write the state that it leaves behind.
        service = self.sudo()
        # A run that began meanwhile in another process holds the row: it stores the state at its own end.
        if valeurs and service.try_lock_for_update():
            service.write(valeurs)
            lots.commit(self.env)

    # Who carries it

    @contextmanager
    def _part(self):
        """Yield the `Part` of this process until the end of the block or of the connection; None while a job of the
        subscriptions works alone.
        """
        cr = self.env.cr
        # Raw SQL: a lock of the session, because the collection commits many times; it names no table, holds no row.
        cr.execute("SELECT pg_try_advisory_lock_shared(%s)", [VERROU])
        if not cr.fetchone()[0]:
            yield None
            return
        part = None
        try:
            part = Part(cr, self.id, self.pool_size)
            yield part
        except BaseException:
            # An aborted transaction could not release the locks.
            cr.rollback()
            raise
        finally:
            if part:
                part.fermer()
            cr.execute("SELECT pg_advisory_unlock_shared(%s)", [VERROU])

    @contextmanager
    def _verrou(self):
        """Yield whether a job may run that nobody collects beside: alone, until the end of the block or of the
        connection.
        """
        # Raw SQL: see `_part`.
        self.env.cr.execute("SELECT pg_try_advisory_lock(%s)", [VERROU])
        if not self.env.cr.fetchone()[0]:
            yield False
            return
        try:
            yield True
        except BaseException:
            self.env.cr.rollback()
            raise
        finally:
            self.env.cr.execute("SELECT pg_advisory_unlock(%s)", [VERROU])

    def _obtenir_places(self, part, appels):
        """Take this process' part of the calls; return False when the others leave it none."""
        limite = time.monotonic() + ATTENTE_PLACES
        while True:
            part.ajuster(appels)
            if part.places or time.monotonic() >= limite:
                return bool(part.places)
            # Between two batches of theirs.
            time.sleep(0.1)

    def _appeler_a_l_aide(self):
        """Have the jobs that help run, from the end of this transaction on."""
        for aide in AIDES:
            lots.ask(self.env, aide)

    # 1. The notifications

    def _remettre_passageres(self):
        """Put back in the queue what failed for a reason that may have passed."""
        domaine = [("service_id", "=", self.id), ("state", "=", "erreur"), ("reprise", "=", True)]
        if passageres := self.env["registre.notification"].search(domaine):
            passageres._remettre()

    def _recevoir_pages(self, client, bilan):
        """Take the pages that follow the receipt, until there are no more."""
        depuis, encore = self.receipt, True
        try:
            while encore:
                page, depuis = self._page(client, depuis)
                avant = bilan["recues"]
                bilan["recues"] += self.env["registre.notification"]._recevoir(self, page.notifications, depuis)
                if avant < SEUIL_AIDE <= bilan["recues"]:
                    self._appeler_a_l_aide()
                suite = page.recepisse or depuis
                self.write(
                    {
                        "receipt": suite,
                        "last_pull": maintenant(),
                        "last_error_kind": False,
                        "last_error_code": False,
                    }
                )
                lots.commit(self.env)
                encore, depuis = page.encore and suite != depuis, suite
        except ErreurRegistre as erreur:
            self._noter_panne(erreur)

    def _noter_panne(self, erreur):
        """Say on the service that no notification could be fetched."""
        _logger.warning("Service %s: notifications not fetched (%s %s)", self.id, erreur.nature, erreur.code)
        self.write({"last_pull": maintenant(), "last_error_kind": erreur.nature, "last_error_code": erreur.code})
        lots.commit(self.env)

    def _page(self, client, receipt):
        """The page after a receipt, and the receipt it was taken with: none when the register does not know it.

        Beginning again is harmless: a notification is kept once.
        """
        try:
            return client.notifications(receipt or "", TAILLE_PAGE), receipt
        except StatutMetier as statut:
            if statut.code != RECEPISSE_INCONNU or not receipt:
                raise
            _logger.warning("Service %s: the receipt is not known any more, beginning again", self.id)
            return client.notifications("", TAILLE_PAGE), False

    def _redemander(self, client):
        """Ask again for notifications that were wrong themselves and that somebody wants tried again."""
        domaine = [("service_id", "=", self.id), ("state", "=", "recue"), ("a_redemander", "=", True)]
        fautives = self.env["registre.notification"].search(domaine)
        if not fautives:
            return
        try:
            for recepisse, notifications in fautives.grouped("receipt").items():
                notifications._corriger(client.notifications(recepisse or "", TAILLE_PAGE).notifications)
        except ErreurRegistre as erreur:
            # They are processed as they are, and fail again for the same reason.
            _logger.warning(
                "Service %s: notifications not asked for again (%s %s)", self.id, erreur.nature, erreur.code
            )

    def _redemander_lacunes(self, client):
        """Ask again for what is missing, page by page; what comes takes its place in the queue.

        A call that fails is not an attempt: nothing was answered. Return how many notifications arrived.
        """
        lacunes = self.env["registre.lacune"].search(
            [("service_id", "=", self.id), ("state", "=", "ouverte")], limit=MAX_LACUNES, order="premiere"
        )
        if not lacunes:
            return 0
        arrivees = 0
        try:
            for receipt, groupe in lacunes.grouped("receipt").items():
                arrivees += self._relire_pages(client, receipt, groupe)
                for lacune in groupe.filtered(lambda lacune: lacune.state == "ouverte"):
                    essais = lacune.attempts + 1
                    etat = "introuvable" if essais >= self.attempts_max else "ouverte"
                    lacune.write({"attempts": essais, "state": etat})
                lots.commit(self.env)
        except ErreurRegistre as erreur:
            _logger.warning("Service %s: holes not asked for again (%s %s)", self.id, erreur.nature, erreur.code)
        return arrivees

    def _relire_pages(self, client, receipt, lacunes):
        """Keep what the pages after this receipt say of these holes, up to the end of the last hole."""
        fin, arrivees = max(lacunes.mapped("derniere")), 0
        while True:
            page, receipt = self._page(client, receipt)
            voulues = [
                n
                for n in page.notifications
                if any(lacune.premiere <= n.sequence <= lacune.derniere for lacune in lacunes)
            ]
            arrivees += self.env["registre.notification"]._recevoir(self, voulues, receipt)
            atteinte = any(n.sequence >= fin for n in page.notifications)
            if atteinte or not page.encore or not page.recepisse or page.recepisse == receipt:
                return arrivees
            receipt = page.recepisse

    # 2. The queue

    def _remplir(self, file):
        """Add to the queue who waits since it was last read, and return it."""
        Notification, vus = self.env["registre.notification"], set()
        attente = Domain([("service_id", "=", self.id), ("state", "=", "recue"), ("id", ">", file.derniere)])
        for rang, domaine in enumerate(RANGS):
            notifications = Notification.search_fetch(attente & domaine, ["niss"], order="sequence")
            numeros = dict.fromkeys(notification.niss or "" for notification in notifications)
            file.derniere = max(file.derniere, *notifications.ids, 0)
            notifications.invalidate_recordset()
            file.ajouter(rang, [niss for niss in numeros if niss not in vus])
            vus |= numeros.keys()
        return file

    def _reste(self):
        """Notifications still waiting."""
        return self.env["registre.notification"].search_count([("service_id", "=", self.id), ("state", "=", "recue")])

    def _traiter_file(self, client, appels, part, bilan, fin):
        """Process the queue, the next batch being consulted while one is stored. Return whether it came to its end."""
        file, pages, taille = self._remplir(File()), time.monotonic(), min(TAILLE_LOT, self.pool_size * 10)
        courant, debut = self._prochain(appels, part, file, taille), time.monotonic()
        while courant:
            lance = self._prochain(appels, part, file, taille)
            try:
                compte = self._traiter_lot(client, appels, courant)
            except BaseException:
                self._interrompre(lance)
                raise
            for cle in ("personnes", "traitees", "erreurs"):
                bilan[cle] += compte[cle]
            bilan["temps"] = lots.commit(self.env, compte["traitees"] + compte["erreurs"], self._reste)
            part.rendre(courant.numeros)
            instant = time.monotonic()
            bilan["interrompu"] = instant >= fin
            if compte["injoignable"] or bilan["temps"] <= 0 or bilan["interrompu"]:
                self._abandonner(lance)
                return False
            part.ajuster(appels)
            if part.mene and instant >= pages + PAUSE_PAGES:
                self._recevoir_pages(client, bilan)
                self._remplir(file)
                pages = instant
            taille = self._taille_suivante(len(courant.numeros), instant - debut)
            courant, debut = lance or self._prochain(appels, part, file, taille), instant
        bilan["occupe"] = file.ailleurs
        return True

    def _taille_suivante(self, nombre, secondes):
        """How many people the next batch holds, so that it lasts a few seconds: a turn that is over, a newcomer and a
        stop wait for no more than that, however slow the register.
        """
        return max(self.pool_size, min(TAILLE_LOT, 2 * nombre, int(nombre * DUREE_LOT / max(secondes, 0.001))))

    def _prochain(self, appels, part, file, taille):
        """Take a batch of people that nobody else reads out of the queue and start their consultations; None when there
        are none left.
        """
        pris = {}
        if not file and not part.mene:
            # The process that leads may be taking pages still.
            self._remplir(file)
        # A few more than a batch rather than a few people alone when others are at work.
        while file and len(pris) <= taille / 2:
            sortis = file.sortir(taille)
            libres = part.prendre([niss for niss in sortis if not part.tient(niss)])
            file.ailleurs = file.ailleurs or any(n not in libres and not part.tient(n) for n in sortis)
            # What the one who held them before did is in the database since: a new transaction sees it.
            lots.commit(self.env)
            attente = self._attente_de(libres)
            part.rendre([niss for niss in libres if niss not in attente])
            pris |= {niss: attente[niss] for niss in sortis if niss in attente}
            # Who is in our own batches under way comes again, once it is done.
            a_nous = [niss for niss in sortis if niss not in libres and part.tient(niss)]
            for niss in a_nous:
                file.ajouter(sortis[niss], [niss])
            if len(a_nous) == len(sortis):
                break
        return self._lancer(appels, list(pris.items())) if pris else None

    def _attente_de(self, numeros):
        """Return {number: ids of all its notifications that wait}."""
        attente = {}
        domaine = [
            ("service_id", "=", self.id),
            ("state", "=", "recue"),
            ("niss", "in", [niss or False for niss in numeros]),
        ]
        for notification in self.env["registre.notification"].search_fetch(domaine, ["niss"], order="sequence"):
            attente.setdefault(notification.niss or "", []).append(notification.id)
        return {niss: tuple(ids) for niss, ids in attente.items()}

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

    def _lancer(self, appels, lot):
        """Start the consultations of a batch, a list of (number, ids of its notifications).

        Who must not be consulted is not: a newcomer of another commune than ours is nobody we may look up, and is set
        aside (when no commune is given, only the file can tell); somebody known of whom nothing changed that we may
        keep gives no reason to.
        """
        Notification = self.env["registre.notification"]
        notifications = Notification.browse(chain.from_iterable(ids for _niss, ids in lot))
        notifications.fetch(["category", "commune_nis", "attempts", "state", "mutations", "niss"])
        communes = self.env["res.company"]._par_code_nis()
        etrangeres = notifications.filtered(
            lambda n: n.category == ARRIVEE and n.commune_nis and n.commune_nis not in communes
        )
        if etrangeres:
            etrangeres._echouer(DonneeAnormale("commune_inconnue"))
        restent = {niss: tuple(i for i in ids if i not in etrangeres._ids) for niss, ids in lot}
        sans_objet = self._classer_sans_objet({niss: Notification.browse(ids) for niss, ids in restent.items() if ids})
        bonnes = [(niss, ids) for niss, ids in restent.items() if ids and niss not in sans_objet]
        futurs = appels.lancer([niss for niss, _ids in bonnes])
        return Lot(
            [Attendu(futur, ids) for futur, (_niss, ids) in zip(futurs, bonnes, strict=True)],
            len(etrangeres),
            sum(len(restent[niss]) for niss in sans_objet),
            [niss for niss, _ids in lot],
        )

    def _classer_sans_objet(self, attente):
        """Settle what was announced of people we know, when it is only about information that we may not keep: to read
        them would be a consultation without a purpose. Return their numbers.

        :param attente: {number: its notifications}.
        """
        candidats = {niss: notifications for niss, notifications in attente.items() if sans_objet(notifications)}
        if not candidats:
            return set()
        connus = self.env["registre.personne"]._proprietaires(candidats)
        for niss, personne in connus.items():
            candidats[niss]._reussir(personne)
        return set(connus)

    def _traiter_lot(self, client, appels, lot):
        """Log and store one batch. Return a Counter: personnes, traitees, erreurs, injoignable."""
        resultats = [(attendu.futur.result(), attendu.notifications) for attendu in lot.attendus]
        self._journaliser(resultats)
        try:
            # Two numbers of one person may be read by two processes at once: the second to store it sees it then.
            compte = lots.retrying(self.env, lambda: self._ranger(client, appels, resultats, (UniqueViolation,)))
        except UniqueViolation:
            self.env.cr.rollback()
            compte = lots.retrying(self.env, lambda: self._ranger(client, appels, resultats))
        compte["erreurs"] += lot.ecartees
        compte["traitees"] += lot.sans_objet
        return compte

    # 3. One batch: into the log, into the people, out of the queue

    def _journaliser(self, resultats):
        """Write every attempt of a batch in the consultation log, before anything is done with the answers."""
        toutes = [i for _resultat, ids in resultats for i in ids]
        sequences = {n.id: f"{n.sequence:.0f}" for n in self.env["registre.notification"].browse(toutes)}
        demandeur = self.env.context.get("registre_demandeur") or self.env.uid
        self.env["registre.consultation"]._journaliser(
            [
                {
                    "date": tentative.debut,
                    "user_id": demandeur,
                    "processus": PROCESSUS,
                    "niss": tentative.niss,
                    "its": ITS_DEMANDES,
                    "finalite": self.legal_context,
                    "reference": f"{self.name}: {', '.join(sequences[i] for i in ids)}",
                    "tentative": tentative.numero,
                    "nature": tentative.nature,
                    "code": tentative.code,
                    "duree_ms": tentative.duree_ms,
                    "service_id": self.id,
                }
                for resultat, ids in resultats
                for tentative in resultat.tentatives
            ]
        )

    def _ranger(self, client, appels, resultats, passantes=()):
        """Store the files of a batch and settle its notifications. Return a Counter: personnes, traitees, erreurs,
        injoignable.

        :param passantes: exceptions that are about another process: raised, and nobody is set aside for them.
        """
        Notification = self.env["registre.notification"]
        # Another worker may be settling some of them, or have settled them: those are left to it.
        libres = Notification.browse(i for _resultat, ids in resultats for i in ids).try_lock_for_update()
        libres = set(libres.filtered(lambda n: n.state == "recue").ids)
        compte, lus, a_suivre, annules = Counter(), [], {}, set()
        injoignables = sum(bool(r.erreur) and r.erreur.injoignable for r, _ids in resultats)
        compte["injoignable"] = int(bool(resultats) and injoignables == len(resultats))
        panne = compte["injoignable"] and len(resultats) >= SEUIL_PANNE
        for resultat, ids in resultats:
            notifications = Notification.browse(i for i in ids if i in libres)
            if isinstance(resultat.erreur, AppelSuspendu):
                # Nothing was tried, so nothing failed: they stay in the queue as they are.
                continue
            if resultat.erreur:
                notifications._echouer(resultat.erreur, compter=not panne)
                compte["erreurs"] += len(notifications)
                if resultat.erreur.code == NUMERO_ANNULE:
                    annules.add(resultat.numeros[-1])
                if resultat.erreur.code == NON_INTEGRE:
                    a_suivre[resultat.numeros[-1]] = notifications
            elif notifications:
                lus.append((resultat, notifications))
        if annules:
            connus = self.env["registre.personne"]._proprietaires(annules)
            self.env["registre.personne"].union(*connus.values())._apres_numero_annule()
        self._suivre_d_abord(client, a_suivre)
        return compte + self._ranger_lus(client, appels, self._par_personne(lus), passantes)

    def _suivre_d_abord(self, client, a_suivre):
        """Follow the people whose file the register gives to who follows them only; the next collection asks again.

        :param a_suivre: {number: its notifications in error}.
        """
        if not a_suivre:
            return
        try:
            resultats = client.publier(list(a_suivre), self._fin_abonnement())
        except ErreurRegistre as erreur:
            _logger.warning(
                "Service %s: %s people not followed (%s %s)", self.id, len(a_suivre), erreur.nature, erreur.code
            )
            return
        for resultat in resultats:
            if resultat.ok and resultat.niss in a_suivre:
                a_suivre[resultat.niss].reprise = True

    def _par_personne(self, lus):
        """Return one (numbers, file, notifications) a person: two numbers of one person may have come in one batch."""
        lectures = {}
        for resultat, notifications in lus:
            numeros = [*self._remplaces(notifications), *resultat.numeros]
            connus, dossier, autres = lectures.get(numeros[-1], ((), resultat.reponse.dossier, notifications.browse()))
            lectures[numeros[-1]] = (tuple(dict.fromkeys((*connus, *numeros))), dossier, autres | notifications)
        # The current number is the last one.
        return [
            ((*(n for n in numeros if n != dossier.niss), dossier.niss), dossier, notifications)
            for numeros, dossier, notifications in lectures.values()
        ]

    def _remplaces(self, notifications):
        """The former numbers that notifications of a replacement give, when they are numbers."""
        numeros = []
        for notification in notifications.filtered("niss_remplace"):
            with suppress(NissInvalide):
                numeros.append(admettre(notification.niss_remplace, self.mode_test))
        return numeros

    def _ranger_lus(self, client, appels, lectures, passantes):
        """Store a batch at once; when that fails for a reason nobody foresaw, one person after the other, so that one
        only is set aside.
        """
        if not lectures:
            return Counter()
        comptes, echecs = lots.attempt(
            self.env, lectures, lambda lues: self._ranger_personnes(client, appels, lues), passantes
        )
        compte = sum(comptes, Counter())
        for [(_numeros, _dossier, notifications)], erreur in echecs:
            # somebody asked the register for this person at the same moment: the next collection finds them
            deja = isinstance(erreur, UniqueViolation)
            notifications._noter_echec("interne", type(erreur).__name__, reprise=deja)
            compte["erreurs"] += len(notifications)
        return compte

    def _ranger_personnes(self, client, appels, lectures):
        """Store files, open the subscriptions of the people, settle the notifications. Return a Counter, as `_ranger`.

        Whoever is one person for the register and two for us is set aside: somebody must look.
        """
        try:
            personnes = self.env["registre.personne"]._enregistrer(
                [(numeros, dossier) for numeros, dossier, _n in lectures]
            )
        except DeuxPersonnes as refus:
            refusees = self.env["registre.notification"].union(*(lectures[rang][2] for rang in refus.rangs))
            refusees._echouer(refus)
            self.env["registre.jonction"]._demander([lectures[rang][::2] for rang in sorted(refus.rangs)])
            autres = [lecture for rang, lecture in enumerate(lectures) if rang not in refus.rangs]
            compte = self._ranger_personnes(client, appels, autres) if autres else Counter()
            return compte + Counter(erreurs=len(refusees))
        a_abonner = personnes.filtered(lambda p: not p.abonnement_debut and not p.suivi_ferme)
        # Asked for beside the work that follows; asking twice for one person is harmless.
        numeros, fin = a_abonner.mapped("niss"), self._fin_abonnement()
        futur = appels.pool.submit(client.publier, numeros, fin) if a_abonner else None
        personnes._apres_lecture()
        ensemble = self.env["registre.notification"].union(*(notifications for _x, _y, notifications in lectures))
        for personne, (_numeros, _dossier, notifications) in zip(personnes, lectures, strict=True):
            notifications.with_prefetch(ensemble._ids)._reussir(personne)
        if futur:
            try:
                a_abonner._noter_abonnements(self, futur.result())
            except ErreurRegistre as erreur:
                # Made again at the end of the next collection.
                _logger.warning(
                    "Service %s: %s subscriptions not opened (%s %s)",
                    self.id,
                    len(a_abonner),
                    erreur.nature,
                    erreur.code,
                )
        return Counter(personnes=len(personnes), traitees=sum(len(n) for _x, _y, n in lectures))

    # 4. The subscriptions

    def _fin_abonnement(self):
        """Return the last day of a subscription asked for today."""
        return aujourdhui() + relativedelta(months=self.duree_abonnement)

    def _domaine_abonnes(self):
        """The people whose subscription this service opened, or whose service is not known."""
        return ABONNES & Domain("abonnement_service_id", "in", [self.id, False])

    def _etape_abonnements(self, domaine, faire):
        """Return the step of a long job that does `faire` for the people of a domain, as many as one call may hold.

        A call that fails ends the job: the register does not answer, and nobody in particular is the cause.
        """
        return lots.Step(self.env["registre.personne"], faire, domaine, size=MAX_ABONNEMENTS, passing=(ErreurRegistre,))

    def _rattraper_abonnements(self, client):
        """Open what a failed call left out, then close what the closed files do not need; until a call fails.

        Somebody whom the register refuses to close is forgotten here too: the daily comparison shows who is left.
        """

        def ouvrir(personnes):
            personnes._noter_abonnements(self, client.publier(personnes.mapped("niss"), self._fin_abonnement()))

        def clore(personnes):
            client.clore(personnes.mapped("niss"))
            personnes._oublier_abonnements()

        try:
            lots.run(
                self.env,
                self._etape_abonnements(A_ABONNER, ouvrir),
                self._etape_abonnements(self._domaine_abonnes() & Domain("suivi_ferme", "=", True), clore),
            )
        except ErreurRegistre as erreur:
            _logger.warning("Service %s: subscriptions not caught up (%s %s)", self.id, erreur.nature, erreur.code)
