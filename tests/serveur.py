# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Servers of their own for the tests that cross addons: a copy of the template base, an Odoo process, a register.

What pytest-odoo runs lives in one transaction and one process. A browser, a kill -9 or a second client needs the real
thing: a base one may write to, and processes one may end. `./parcours test` says where everything is through PARCOURS_*
variables.
"""

import itertools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path

import psycopg2

ROOT = Path(__file__).parents[1]
NUMBERS = itertools.count(1)
#: Seconds a server may take to answer for the first time.
START_S = 90
#: No proxy of the machine stands between two processes of it.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def setting(name):
    """The value of one PARCOURS_ variable; RuntimeError with what to do when it is not set."""
    try:
        return os.environ[f"PARCOURS_{name}"]
    except KeyError:
        raise RuntimeError(f"PARCOURS_{name} is not set: start these tests with ./parcours test") from None


def free_port():
    """A port of 127.0.0.1 nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url, process, log):
    """Return once `url` answers 200; AssertionError with the end of the log when the process ends or takes too long."""
    limit = time.monotonic() + START_S
    while time.monotonic() < limit and process.poll() is None:
        try:
            with OPENER.open(url, timeout=START_S) as response:
                if response.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    tail = Path(log).read_text(encoding="utf-8", errors="replace")[-2000:]
    raise AssertionError(f"{url} does not answer (status of the process: {process.poll()})\n{tail}")


def sql(statement, base="postgres"):
    """Run one statement outside any transaction, on the cluster of the tests; return the rows of a SELECT."""
    connection = psycopg2.connect(host=setting("PGHOST"), user=setting("PGUSER"), dbname=base)
    with closing(connection):
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


class Base:
    """A database copied from the template, or from another base: three addons, three languages, the demonstration
    users, no person yet."""

    def __init__(self, template=None):
        template = template or setting("TEMPLATE")
        self.name = f"{setting('PREFIXE')}{next(NUMBERS)}"
        self.filestore = Path(setting("DONNEES")) / "filestore" / self.name
        sql(f'CREATE DATABASE "{self.name}" TEMPLATE "{template}"')
        # Attachments' files never change once written: the copy shares them.
        shutil.copytree(self.filestore.with_name(template), self.filestore, copy_function=os.link)

    def remove(self):
        """Drop the database, whoever is still connected to it, and its files."""
        sql(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        shutil.rmtree(self.filestore, ignore_errors=True)

    def sql(self, statement):
        """Run one statement in this base; return the rows of a SELECT."""
        return sql(statement, self.name)

    def popen(self, code, **options):
        """Start `code` in `odoo shell` on this base, with `env`, in a process group of its own.

        Return the Popen, to be waited for (`communicate`) or killed (`os.killpg(process.pid, …)`).
        """
        script = Path(setting("JOURNAUX")) / f"{self.name}-{next(NUMBERS)}.py"
        script.write_text(code, encoding="utf-8")
        launcher = ROOT / "config" / "executer.py"
        process = subprocess.Popen(
            [
                *setting("ODOO").split(),
                "shell",
                "-c",
                setting("CONF"),
                "-d",
                self.name,
                "--no-http",
                "--log-level=error",
            ],
            cwd=ROOT,
            env={**os.environ, "PARCOURS_SCRIPT": str(script), "PARCOURS_LANCEUR": str(launcher)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            **options,
        )
        process.stdin.write(f"exec(compile(open({str(launcher)!r}).read(), 'executer.py', 'exec'))\n")
        process.stdin.close()
        process.stdin = None
        return process

    def run(self, code, timeout=300):
        """Run `code` in `odoo shell` to its end; return what it printed; AssertionError with its errors on failure."""
        process = self.popen(code)
        try:
            output, errors = process.communicate(timeout=timeout)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
        assert process.returncode == 0, f"status {process.returncode}\n{errors}"
        return output


class Process:
    """A server in a process group of its own, with a log file: `stop` lets it tidy up, `kill` does not."""

    process = None

    def spawn(self, command, log, ready):
        """Start the command and return once `ready` answers."""
        self.log = Path(log)
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                command, cwd=ROOT, stdout=output, stderr=output, stdin=subprocess.DEVNULL, start_new_session=True
            )
        try:
            wait_for(ready, self.process, self.log)
        except BaseException:
            self.kill()
            raise

    def kill(self):
        """kill -9, the whole group."""
        self._end(signal.SIGKILL)

    def stop(self):
        """Ask it to end; insist after ten seconds."""
        self._end(signal.SIGTERM)

    def _end(self, number):
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.process.pid, number)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)


class Register(Process):
    """The simulator as a process; `url` is its address, the same again after `stop` and `start`."""

    def __init__(self, people=200, seed=1, files=None, state=None):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.options = ["--personnes", str(people), "--graine", str(seed)]
        self.options += ["--dossiers", str(files)] if files else []
        self.options += ["--etat", str(state)] if state else []

    def start(self):
        """Start it; return itself."""
        command = [
            sys.executable,
            "-m",
            "simulateur",
            "serveur",
            "--hote",
            "127.0.0.1",
            "--port",
            str(self.port),
            *self.options,
        ]
        self.spawn(command, Path(setting("JOURNAUX")) / f"registre-{self.port}.log", f"{self.url}/sante")
        return self

    def control(self, action, **values):
        """Tell it something: control('avancer', jours=7), control('pannes', latence_ms=100); return its answer."""
        request = urllib.request.Request(
            f"{self.url}/_controle/{action}", json.dumps(values).encode(), {"Content-Type": "application/json"}
        )
        with OPENER.open(request, timeout=60) as response:
            return json.load(response)


def unannounced(register, commune, event=""):
    """The numbers of those of a commune whom the register announced to nobody, and to whom that happened."""
    with OPENER.open(f"{register.url}/_controle/inconnus", timeout=60) as response:
        people = json.load(response)
    happened = [event] if event else []
    return [person["niss"] for person in people if (person["commune"], person["arrive"]) == (commune, happened)]


class Server(Process):
    """Odoo over HTTP on a base, logged in `log`; `url` is its address."""

    def __init__(self, base, crons=0, options=()):
        self.base = base
        self.crons = crons
        self.options = options
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self):
        """Start it; return itself once the login page answers."""
        command = [*setting("ODOO").split(), "server", "-c", setting("CONF"), "-d", self.base.name]
        command += [
            f"--db-filter=^{self.base.name}$",
            f"--http-port={self.port}",
            f"--max-cron-threads={self.crons}",
            *self.options,
        ]
        self.spawn(command, Path(setting("JOURNAUX")) / f"{self.base.name}.log", f"{self.url}/web/login")
        return self

    def rpc(self, service, method, *args):
        """One JSON-RPC call as any client makes it; return the result; RuntimeError with Odoo's message on an error."""
        body = {"jsonrpc": "2.0", "method": "call", "params": {"service": service, "method": method, "args": args}}
        request = urllib.request.Request(
            f"{self.url}/jsonrpc", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with OPENER.open(request, timeout=120) as response:
            answer = json.load(response)
        if "error" in answer:
            raise RuntimeError(answer["error"]["data"]["message"])
        # Nothing at all is the answer of a method that returns nothing.
        return answer.get("result")

    def session(self, login, password=None):
        """Log in through RPC; return a function (model, method, *args, **kwargs). Here the password is the login."""
        password = password or login
        uid = self.rpc("common", "login", self.base.name, login, password)
        if not uid:
            raise RuntimeError(f"{login} cannot log in")

        def call(model, method, *args, **kwargs):
            return self.rpc("object", "execute_kw", self.base.name, uid, password, model, method, args, kwargs)

        return call


def connect(base, register):
    """Point the base's service at a register and accept its numbers, as `./parcours up` does."""
    base.run(
        f"""
service = env.ref("registre_national.service_principal")
service.write({{"url_consultation": "{register.url}/consultation", "url_notifications": "{register.url}/notifications",
    "url_abonnements": "{register.url}/abonnements", "mode_test": True,
    "cbe_number": "0000000097", "legal_context": "test"}})
env.cr.commit()
"""
    )


def collect(base):
    """Collect all the register has, in a process of its own."""
    base.run('env.ref("registre_national.service_principal")._collecter()\nenv.cr.commit()')


def at_once(*calls):
    """Make those calls, functions without arguments, at the same time; return what each gave, or the words of its
    refusal, in their order."""

    def make(call):
        try:
            return call()
        except RuntimeError as error:
            return str(error)

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(make, calls))


def taken_at_once(*calls):
    """Make those calls at the same time; return "taken" or the words of the refusal of each, in their order.

    :param calls: (function, its arguments)
    """

    def take(function, *arguments):
        function(*arguments)
        return "taken"

    return at_once(*(partial(take, *call) for call in calls))
