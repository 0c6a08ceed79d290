# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The production set-up in a real engine of containers: built, started from nothing, attacked, migrated, refused.

Run by `./parcours epreuve conteneurs [--garder]` as root; a quarter of an hour. The engine is one of its own, with its
own folder, on loopback and its own bridges only, and goes with all that it holds at the end (`--garder`: it stays, with
its images and containers, and the next run takes it again).

What runs is docker-compose.yml, config/ and addons/ as they are, with new secrets, and two differences: the proxy is
published on free ports of loopback, and one more container listens where the end of the log is sent by syslog. No
registry of images is reached: the images underneath are stand-ins under the same names (`images/`), made of Debian's
packages; the servers in them are the real ones.
"""

import argparse
import base64
import json
import os
import re
import secrets
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import requests
import yaml

from tests.serveur import ROOT, setting
from tests.test_journal_consultations import REFUSED

#: Debian's client: another program of that name may come first.
DOCKER, COMPOSE = "/usr/bin/docker", "/usr/bin/docker-compose"
IMAGES = {"odoo:19": "odoo", "postgres:15": "postgres", "nginx:1.28-alpine": "nginx"}
#: The user of the stand-in of Odoo's image, to whom secrets/README.md has secrets given.
ODOO = 101
#: What the network of the machine asks of who downloads: its own authority, if it has one.
AUTHORITY = Path(os.environ.get("SSL_CERT_FILE") or ssl.get_default_verify_paths().cafile or "/nowhere")
#: Prints each line that arrives by syslog over UDP.
LISTENER = """
import socket
end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
end.bind(("0.0.0.0", 5140))
while True:
    print(end.recv(65535).decode(), flush=True)
"""
#: In `odoo shell`: entries of people who do not exist.
LOG = """
lines = [{"date": "2026-01-05 10:00:00", "user_id": 2, "processus": "essai", "niss": f"n{rank}", "its": "000",
          "finalite": "essai", "reference": f"r{rank}", "tentative": 1, "nature": "ok", "code": "", "duree_ms": 1}
         for rank in range(NUMBER)]
env["registre.consultation"]._journaliser(lines)
env.cr.commit()
"""
VERIFY = """
found = env["registre.verification"]._verifier()
env.cr.commit()
print("FOUND", found.state, found.sequence_rompue, found.reecrit, found.ancrage or "anchored")
"""
#: Run in Odoo's container with what Odoo itself connects with: statements from its input, what was not refused out.
TRY = """
import configparser, json, sys, psycopg2
parser = configparser.RawConfigParser()
parser.read("/run/parcours/odoo.conf")
options = parser["options"]
def connect(user="odoo", base="parcours"):
    return psycopg2.connect(host=options["db_host"], user=user, password=options["db_password"], dbname=base)
held = []
for statement in json.load(sys.stdin):
    connection = connect()
    connection.autocommit = True
    try:
        connection.cursor().execute(statement)
        held.append(statement)
    except psycopg2.Error:
        pass
    connection.close()
for user in ("postgres", "parcours_journal"):
    try:
        connect(user)
        held.append("connects as " + user)
    except psycopg2.Error:
        pass
print(json.dumps(held))
"""
#: What somebody uploads to have it run: {name: (type, content)}.
UPLOADS = {
    "page.html": ("text/html", b"<script>alert(1)</script>"),
    "page.xhtml": ("application/xhtml+xml", b"<html xmlns='http://www.w3.org/1999/xhtml'><script>1</script></html>"),
    "face.svg": ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
    "run.js": ("text/javascript", b"alert(1)"),
    "feuille.xml": ("text/xml", b"<?xml version='1.0'?><a/>"),
}
#: Types that a browser neither runs nor draws with a script in them.
HARMLESS = {"application/octet-stream", "text/plain", "image/png", ""}
#: Closed for everybody, in the ways an address can be written.
CLOSED = ("/web/tests", "/web/tests/", "/WEB/Tests", "//web//tests", "/web/%74ests", "/web/tests/legacy")
CLOSED += ("/web/database/manager", "/web/database/selector/", "/web/version", "/json/version", "/website/info")
CLOSED += ("/web/become",)
#: Where a password is tried: all at the pace of logins, a slash behind them or not.
LOGINS = ("/jsonrpc", "/jsonrpc/", "/xmlrpc/2/common", "/xmlrpc/2/common/", "/xmlrpc/common", "/XMLRPC/2/object")
LOGINS += ("/web/login", "/web/login/", "/web/session/authenticate", "/web/session/authenticate/")
#: Requests at once that an address may make of those (config/nginx.conf: burst), and some of the pace.
BURST, TRIED = 20, 32


class Engine:
    """One engine in a folder of its own, and the site that runs in it."""

    def __init__(self, folder, kept):
        self.folder, self.kept = folder, kept
        # The path of a socket is short.
        self.run = Path("/run/parcours-epreuve") if kept else Path(tempfile.mkdtemp(prefix="parcours-"))
        self.site = folder / "site"
        self.env = {
            **os.environ,
            "DOCKER_HOST": f"unix://{self.run}/docker.sock",
            "COMPOSE_PROJECT_NAME": "epreuve",
            "PARCOURS_JOURNAL_SYSLOG": "syslog:5140",
            "DOCKER_BUILDKIT": "0",
        }

    # ---- the engine -------------------------------------------------------------------------------------------------

    def start(self):
        """Start it, unless one was kept."""
        self.run.mkdir(exist_ok=True)
        if self.alive():
            return
        files = ["--data-root", self.folder / "data", "--exec-root", self.run / "exec", "--pidfile", self.run / "pid"]
        with open(self.folder / "dockerd.log", "ab") as log:
            subprocess.Popen(
                ["/usr/sbin/dockerd", *files, "-H", self.env["DOCKER_HOST"]],
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until(self.alive, 60, "The engine does not start")

    def alive(self):
        """Whether it answers."""
        return subprocess.run([DOCKER, "info"], env=self.env, capture_output=True).returncode == 0

    def stop(self):
        """Remove what it holds, stop it, remove its folder."""
        self.compose("down", "-v", "--remove-orphans", check=False)
        pid = int((self.run / "pid").read_text())
        os.kill(pid, 15)
        until(lambda: not Path(f"/proc/{pid}").exists(), 60, "The engine does not stop")
        shutil.rmtree(self.folder)
        shutil.rmtree(self.run)

    def docker(self, *arguments, **options):
        """Run the client; return what it printed."""
        return self._call([DOCKER, *arguments], **options)

    def compose(self, *arguments, **options):
        """Run docker-compose on the site; return what it printed."""
        return self._call([COMPOSE, "-f", self.site / "compose.yml", *arguments], cwd=self.site, **options)

    def _call(self, command, check=True, cwd=None, stdin=None):
        done = subprocess.run(command, env=self.env, cwd=cwd, input=stdin, capture_output=True, text=True)
        if check and done.returncode:
            raise RuntimeError(f"{' '.join(map(str, command[-6:]))}: {done.stdout[-1500:]}{done.stderr[-3000:]}")
        return done.stdout if check else done

    # ---- the images -------------------------------------------------------------------------------------------------

    def make_base(self, cache):
        """`debian:bookworm-slim`: a small Debian, made once for all checkouts."""
        archive = cache / "conteneurs" / "bookworm.tar"
        if not archive.exists():
            archive.parent.mkdir(parents=True, exist_ok=True)
            root = Path(tempfile.mkdtemp(dir=archive.parent))
            self._call(["/usr/sbin/debootstrap", "--variant=minbase", "bookworm", root])
            if AUTHORITY.is_file():
                # Not over the certificates of the system, which a package rewrites.
                (root / "etc/ssl").mkdir(exist_ok=True)
                shutil.copy(AUTHORITY, root / "etc/ssl/machine-ca.crt")
                (root / "etc/pip.conf").write_text("[global]\ncert = /etc/ssl/machine-ca.crt\n")
            self._call(["tar", "-C", root, "-cf", f"{archive}.new", "."])
            Path(f"{archive}.new").rename(archive)
            shutil.rmtree(root)
        if not self.docker("images", "-q", "debian:bookworm-slim"):
            self.docker("import", archive, "debian:bookworm-slim")

    def make_images(self, odoo):
        """Those of `images/`, under the names of the real ones, each with the files that it is made of."""
        for tag, name in IMAGES.items():
            if self.docker("images", "-q", tag):
                continue
            context = self.folder / "images" / name
            shutil.rmtree(context, ignore_errors=True)
            context.mkdir(parents=True)
            for path in (ROOT / "tests/epreuve/images").glob(f"{name}.*"):
                shutil.copy(path, context)
            if name == "odoo":
                shutil.copy(ROOT / "config/requirements.txt", context)
                shutil.copytree(odoo, context / "odoo", symlinks=True, copy_function=link)
            self.docker("build", "-q", "-t", tag, "-f", context / f"{name}.Dockerfile", context)
            shutil.rmtree(context)

    # ---- the site ---------------------------------------------------------------------------------------------------

    def make_site(self):
        """The files that docker-compose reads, new secrets, and the two differences."""
        self.site.mkdir(exist_ok=True)
        for name in ("config", "addons"):
            shutil.rmtree(self.site / name, ignore_errors=True)
            shutil.copytree(ROOT / name, self.site / name, ignore=shutil.ignore_patterns("__pycache__"))
        compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
        compose["services"]["proxy"]["ports"] = ["127.0.0.1::80", "127.0.0.1::443"]
        compose["services"]["syslog"] = {
            "image": "odoo:19",
            "command": ["python3", "-u", "-c", LISTENER],
            "networks": ["registre"],
        }
        (self.site / "compose.yml").write_text(yaml.safe_dump(compose), encoding="utf-8")
        self.make_secrets(self.site / "secrets")

    def make_secrets(self, folder):
        """As secrets/README.md says."""
        if folder.exists():
            return
        folder.mkdir(mode=0o711)
        postgres = int(self.docker("run", "--rm", "--entrypoint", "id", "postgres:15", "-g", "postgres"))
        for name in ("postgres_password", "superuser_password", "journal_password", "odoo_admin_passwd"):
            (folder / name).write_text(secrets.token_hex(32))
        (folder / "journal_keys").write_text(f"k1 {secrets.token_hex(32)}\n")
        certificate, key = folder / "tls_certificate.pem", folder / "tls_key.pem"
        names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-days", "2"]
        self._call(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *names, "-keyout", key, "-out", certificate]
        )
        for name in ("register_client.pem", "register_ca.pem"):
            shutil.copy(certificate, folder / name)
        for path in folder.iterdir():
            path.chmod(0o600)
            if path.name not in ("superuser_password", "tls_certificate.pem", "tls_key.pem"):
                os.chown(path, ODOO, 0)
        for name in ("postgres_password", "journal_password"):
            os.chown(folder / name, ODOO, postgres)
            (folder / name).chmod(0o640)

    # ---- what runs --------------------------------------------------------------------------------------------------

    def container(self, service):
        """What the engine says of the container of a service."""
        [name] = self.compose("ps", "-aq", service).split()
        return json.loads(self.docker("inspect", name))[0]

    def healthy(self, service):
        """Whether its health check says so."""
        return self.container(service)["State"].get("Health", {}).get("Status") == "healthy"

    def up(self):
        """`docker-compose up -d` until all of it is healthy; return the seconds it took."""
        start = time.monotonic()
        # A slow machine may take longer than the health checks wait: Odoo goes on, and the proxy is asked for again.
        until(lambda: self.compose("up", "-d", check=False).returncode == 0, 1200, "It does not come up")
        until(lambda: self.healthy("proxy"), 120, "The proxy is not healthy")
        return time.monotonic() - start

    def shell(self, code):
        """Run code in `odoo shell`, in Odoo's container; return what it printed."""
        command = ["odoo", "shell", "-c", "/run/parcours/odoo.conf", "-d", "parcours", "--no-http", "--log-level=error"]
        return self.compose("exec", "-T", "odoo", *command, stdin=code)

    def psql(self, query):
        """Ask PostgreSQL as its superuser, in its container."""
        return self.compose(
            "exec", "-T", "postgres", "psql", "-U", "postgres", "-d", "parcours", "-Atqc", query
        ).strip()

    def verify(self):
        """What a verification of the log finds, in a line."""
        return self.shell(VERIFY).rpartition("FOUND ")[2].strip()

    def browser(self):
        """A client of the proxy, which knows its certificate."""
        client = requests.Session()
        client.trust_env = False
        client.verify = str(self.site / "secrets/tls_certificate.pem")
        port = self.compose("port", "proxy", "443").strip().rpartition(":")[2]
        client.base = f"https://127.0.0.1:{port}"
        return client

    def fresh_proxy(self):
        """The proxy started again, with nothing counted against anybody; a client of it."""
        self.compose("restart", "-t", "1", "proxy")
        client = self.browser()
        until(lambda: answers(client), 60, "The proxy does not come back")
        return client


def link(source, target):
    """A file of a context of build without a copy of it, where the folder allows it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def until(true, seconds, what):
    """Wait; RuntimeError with these words after so many seconds."""
    limit = time.monotonic() + seconds
    while not true():
        if time.monotonic() > limit:
            raise RuntimeError(f"{what} after {seconds} s.")
        time.sleep(1)


def answers(client):
    """Whether the proxy answers, with Odoo behind it."""
    try:
        return client.get(f"{client.base}/web/health", timeout=5).status_code == 200
    except requests.RequestException:
        return False


# ---- what is looked at ----------------------------------------------------------------------------------------------

#: [(sentence, whether it held, what was seen)]
SAID = []


def say(sentence, held, seen=""):
    """Note one thing that was looked at, and print it."""
    SAID.append(bool(held))
    print(f"  {'✓' if held else '✗'} {sentence}{'' if held else f': {seen!r}'}", flush=True)


@contextmanager
def part(title):
    """The things looked at under one title; an error is one that did not hold."""
    print(title, flush=True)
    try:
        yield
    except Exception as error:  # noqa: BLE001 (the other parts are looked at all the same)
        say(f"{type(error).__name__}", False, str(error)[:3000])


def look_at_start(engine):
    """From new volumes to a page."""
    seconds = engine.up()
    say(f"`up -d` from empty volumes, healthy after {seconds:.0f} s", True)
    migration, odoo = engine.container("migration"), engine.container("odoo")
    say("the migration ended well", migration["State"]["ExitCode"] == 0, migration["State"])
    before = migration["State"]["FinishedAt"] <= odoo["State"]["StartedAt"]
    say("and before Odoo started", before, (migration["State"]["FinishedAt"], odoo["State"]["StartedAt"]))
    logs = engine.compose("logs", "--no-color", "odoo", "migration", "postgres")
    wrong = [line for line in logs.splitlines() if re.search(r" (ERROR|CRITICAL) |Traceback|FATAL", line)]
    wrong = [line for line in wrong if "the database system is" not in line]
    say("no error in the logs", not wrong, wrong[:5])
    everything = " ".join(logs.split())
    kept = [path.read_text().split()[-1] for path in (engine.site / "secrets").glob("*") if path.suffix != ".pem"]
    say("no secret in the logs", not [word for word in kept if word in everything])


def look_at_containers(engine):
    """Who each process is, what it may do, what it was given."""
    for service in ("odoo", "postgres", "proxy"):
        told = engine.container(service)
        say(f"{service} gains no privileges", "no-new-privileges:true" in told["HostConfig"]["SecurityOpt"])
    odoo = engine.container("odoo")
    say("Odoo has no capability", odoo["HostConfig"]["CapDrop"] == ["ALL"], odoo["HostConfig"]["CapDrop"])
    status = engine.compose("exec", "-T", "odoo", "cat", "/proc/1/status")
    say(
        "nor is it root",
        re.search(r"CapEff:\s+0{16}$", status, re.M) and "Uid:\t0" not in status,
    )
    say("the proxy writes nothing", engine.container("proxy")["HostConfig"]["ReadonlyRootfs"])
    given = {
        service: set(engine.compose("exec", "-T", service, "ls", "/run/secrets").split())
        for service in ("odoo", "postgres", "proxy")
    }
    say(
        "Odoo has not the owner's password, nor the superuser's",
        not {"journal_password", "superuser_password"} & given["odoo"],
    )
    say("the proxy has its certificate alone", given["proxy"] == {"tls_certificate", "tls_key"}, given["proxy"])
    say("PostgreSQL has not the keys of the log", "journal_keys" not in given["postgres"])
    published = {s: engine.container(s)["NetworkSettings"]["Ports"] for s in ("odoo", "postgres")}
    say("Odoo and PostgreSQL are published nowhere", not any(any(p.values()) for p in published.values()), published)


def look_at_log(engine):
    """What Odoo's role can do to the log of the running database."""
    rights = engine.psql(
        "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls,"
        " pg_has_role('odoo', 'parcours_journal', 'MEMBER'),"
        " (SELECT datdba::regrole FROM pg_database WHERE datname = 'parcours'),"
        " (SELECT nspowner::regrole FROM pg_namespace WHERE nspname = 'journal') FROM pg_roles WHERE rolname = 'odoo'"
    )
    say(
        "Odoo's role is neither superuser nor owner, of database or log",
        rights == "f|f|postgres|parcours_journal",
        rights,
    )
    engine.shell(LOG.replace("NUMBER", "8"))
    before = engine.psql("SELECT md5(string_agg(e::text, ',' ORDER BY sequence)) FROM journal.entree e")
    statements = [statement.replace("{base}", "parcours") for statement in REFUSED]
    held = json.loads(engine.compose("exec", "-T", "odoo", "python3", "-c", TRY, stdin=json.dumps(statements)))
    words = "DELETE, UPDATE, TRUNCATE, ALTER, DROP, triggers off …"
    say(f"{len(statements)} statements ({words}) refused to it, and the two other roles' logins", held == [], held)
    after = engine.psql("SELECT md5(string_agg(e::text, ',' ORDER BY sequence)) FROM journal.entree e")
    say("the log is as it was", before == after)


def look_at_anchors(engine):
    """The end of the log outside the database: a folder of another user, a line of syslog."""
    say("a verification finds the log whole, and anchors it", engine.verify() == "entier 0 False anchored")
    ls = engine.compose("exec", "-T", "odoo", "stat", "-c", "%u %a", "/var/lib/ancres", "/var/lib/ancres/parcours.log")
    (owner, mode), (writer, _mode) = (line.split() for line in ls.splitlines())
    server = engine.compose("exec", "-T", "postgres", "stat", "-c", "%u", "/var/lib/postgresql/data").strip()
    say("the folder is another user's than PostgreSQL's, and closed", owner == writer != server and mode == "700", ls)
    read = engine.compose("exec", "-T", "postgres", "ls", "/var/lib/ancres", check=False)
    say("PostgreSQL's container has it not", read.returncode != 0)
    lines = engine.compose("exec", "-T", "odoo", "cat", "/var/lib/ancres/parcours.log").splitlines()
    received = engine.compose("logs", "--no-color", "syslog")
    say("the same line arrived by syslog over UDP", lines and all(line in received for line in lines), received[-500:])
    say("with no number of anybody", "niss" not in received and not re.search(r"\bn[0-7]\b", received))
    engine.psql(
        "ALTER TABLE journal.entree DISABLE TRIGGER ALL; DELETE FROM journal.entree WHERE sequence > 6;"
        " ALTER TABLE journal.entree ENABLE TRIGGER ALL; DELETE FROM public.registre_verification"
    )
    found = engine.verify()
    say("an end that the superuser cut off is found", found.startswith("rompu 8 True"), found)


def look_at_doors(engine):
    """The proxy: closed addresses, cookie, headers, uploads."""
    client = engine.fresh_proxy()
    http = engine.compose("port", "proxy", "80").strip().rpartition(":")[2]
    moved = requests.get(f"http://127.0.0.1:{http}/web/login", allow_redirects=False, timeout=30)
    say("http leads to https", moved.status_code == 301 and moved.headers["Location"].startswith("https://"))
    opened = {}
    for path in CLOSED:
        request = requests.Request("GET", client.base)
        prepared = client.prepare_request(request)
        prepared.url = client.base + path
        status = client.send(prepared, timeout=60).status_code
        if status != 404:
            opened[path] = status
    say(f"{len(CLOSED)} addresses closed (/web/tests, /web/database …)", not opened, opened)
    page = client.get(f"{client.base}/web/login", timeout=120)
    say("the login page is there", page.status_code == 200 and 'name="login"' in page.text, page.status_code)
    cookie = page.headers.get("Set-Cookie", "")
    flags = {"secure", "httponly", "samesite=lax"}
    say("the session's cookie: Secure, HttpOnly, SameSite=Lax", all(f in cookie.lower() for f in flags), cookie)
    wanted = ("Strict-Transport-Security", "X-Content-Type-Options", "X-Frame-Options", "Content-Security-Policy")
    say("HSTS, nosniff, frames, CSP", not [name for name in wanted if name not in page.headers], page.headers)
    twice = [name for name in wanted if "," in page.headers.get(name, "")]
    say("each once", not twice, twice)
    named = client.get(f"{client.base}/web/login", headers={"X-Odoo-Database": "postgres"}, timeout=60)
    say("another database named in a header changes nothing", "Content-Security-Policy" in named.headers, named.headers)
    look_at_uploads(engine, client)


def look_at_uploads(engine, client):
    """Uploads of the administrator, whom Odoo lets name any type."""
    password = engine.compose("exec", "-T", "odoo", "cat", "/var/lib/odoo/first_admin_password").strip()
    corps = {"db": "parcours", "login": "admin", "password": password}
    logged = client.post(f"{client.base}/web/session/authenticate", json={"params": corps}, timeout=120)
    say(
        "the administrator logs in with the password of the file",
        logged.json().get("result", {}).get("uid"),
        logged.text[:300],
    )
    wrong = []
    for name, (kind, content) in UPLOADS.items():
        values = {"name": name, "datas": base64.b64encode(content).decode(), "mimetype": kind}
        call = {"model": "ir.attachment", "method": "create", "args": [values], "kwargs": {}}
        made = client.post(f"{client.base}/web/dataset/call_kw", json={"params": call}, timeout=60).json()
        number = made["result"][0] if isinstance(made["result"], list) else made["result"]
        for path in (
            f"content/{number}",
            f"content/{number}/{name}?download=0",
            f"content/{number}?mimetype={kind}",
            f"image/{number}",
        ):
            served = client.get(f"{client.base}/web/{path}", timeout=60)
            kinds = served.headers.get("Content-Type", "").partition(";")[0]
            if kinds not in HARMLESS or served.headers.get("X-Content-Type-Options") != "nosniff":
                wrong.append((path, kinds))
    say(
        f"{len(UPLOADS)} uploads of pages, drawings and scripts, four addresses each: none served as one",
        not wrong,
        wrong,
    )


def look_at_logins(engine):
    """The pace of logins at every door where a password is tried, and whose address is counted."""
    for path in LOGINS:
        client = engine.fresh_proxy()
        start = time.monotonic()
        statuses = [client.post(client.base + path, data=b"", timeout=60).status_code for _time in range(TRIED)]
        passed, paced = sum(status != 429 for status in statuses), (time.monotonic() - start) / 2
        say(
            f"{path}: {passed} of {TRIED} at once let through",
            passed <= BURST + 2 + paced and 429 in statuses,
            statuses,
        )
    client = engine.fresh_proxy()
    call = {"service": "common", "method": "login", "args": ["parcours", "nobody.there", "wrong words"]}
    body = {"jsonrpc": "2.0", "method": "call", "id": 1, "params": call}
    told = [
        client.post(f"{client.base}/jsonrpc", json=body, headers={"X-Forwarded-For": "192.0.2.1"}, timeout=60).text
        for _time in range(7)
    ]
    counted = engine.psql("SELECT nombre || ' ' || adresse FROM connexion_echec WHERE login = 'nobody.there'")
    gateways = engine.docker("network", "inspect", "-f", "{{range .IPAM.Config}}{{.Gateway}} {{end}}", "epreuve_public")
    number, _space, address = counted.partition(" ")
    say("failed logins are counted at the address of who tries", address == gateways.split()[0], (counted, gateways))
    say("and wait after five", number == "5" and "Traceback" not in "".join(told), (counted, told[-1]))


def look_at_migration(engine):
    """A change of structure of the next version, made by the owner before Odoo starts; then one that fails."""
    change = engine.site / "config/journal/9998_epreuve.sql"
    change.write_text("COMMENT ON TABLE journal.entree IS 'epreuve';\n")
    engine.compose("build", "migration")
    engine.up()
    done = engine.psql("SELECT nom FROM journal.migration ORDER BY numero")
    comment = engine.psql("SELECT obj_description('journal.entree'::regclass)")
    say(
        "a change of the log's structure was made by the migration",
        comment == "epreuve" and "9998_epreuve" in done,
        done,
    )
    migration, odoo = (engine.container(service)["State"] for service in ("migration", "odoo"))
    say("before Odoo started again", migration["FinishedAt"] <= odoo["StartedAt"])
    change.with_name("9999_epreuve.sql").write_text("SELECT no_such_thing;\n")
    engine.compose("stop", "-t", "30", "odoo", "proxy")
    engine.compose("build", "migration")
    failed = engine.compose("up", "-d", check=False)
    say("a change that fails stops the start", failed.returncode and not engine.container("odoo")["State"]["Running"])
    said = engine.compose("logs", "--no-color", "migration")
    say("in a sentence", "The consultation log was left as it is" in said, said[-600:])
    left = engine.psql("SELECT count(*) FROM journal.migration WHERE numero = 9999")
    say("and leaves nothing", left == "0", left)
    for path in engine.site.glob("config/journal/999*_epreuve.sql"):
        path.unlink()
    engine.compose("build", "migration")
    engine.up()


def look_at_refusals(engine):
    """What a start refuses."""
    for right, back in (("SUPERUSER", "NOSUPERUSER"), ("CREATEROLE", "NOCREATEROLE")):
        engine.psql(f"ALTER ROLE odoo {right}")
        begun = datetime.now().isoformat()
        engine.compose("restart", "-t", "30", "odoo")
        time.sleep(15)
        said = engine.docker("logs", "--since", begun, engine.container("odoo")["Id"], check=False)
        engine.psql(f"ALTER ROLE odoo {back}")
        words = said.stdout + said.stderr
        say(f"Odoo does not start as a role with {right}", "may rewrite the consultation log" in words, words[-600:])
    until(lambda: engine.healthy("odoo"), 300, "Odoo does not come back")
    checked = engine.compose("run", "--rm", "-T", "odoo", "check", check=False)
    found = checked.returncode == 0 and "all sealed" in checked.stdout
    say("`check` reads the seals and tries the passwords", found, checked.stdout[-800:])
    for path, content, what in (
        ("postgres_password", "odoo", "a password that everybody tries first"),
        ("journal_keys", "", "no key for the seals"),
    ):
        secret = engine.site / "secrets" / path
        kept = secret.read_text()
        secret.write_text(content)
        started = engine.compose("run", "--rm", "-T", "odoo", "serve", check=False)
        secret.write_text(kept)
        say(f"no start with {what}", started.returncode, (started.stdout + started.stderr)[-600:])


PARTS = {
    "From nothing": look_at_start,
    "What runs": look_at_containers,
    "The log": look_at_log,
    "Its anchors": look_at_anchors,
    "The doors": look_at_doors,
    "Logins": look_at_logins,
    "The migration": look_at_migration,
    "What a start refuses": look_at_refusals,
}


def main():
    """Make it, look at each part, say how many things held."""
    parser = argparse.ArgumentParser(prog="./parcours epreuve conteneurs", description=__doc__.splitlines()[0])
    parser.add_argument("--garder", action="store_true", help="keep the engine, its images and its containers")
    parser.add_argument("--partie", type=int, nargs="*", help=f"only these parts: {list(enumerate(PARTS))}")
    options = parser.parse_args()
    if os.geteuid():
        sys.exit("An engine of containers is root's: run it as root.")
    engine = Engine(Path(setting("ETAT")) / "conteneurs", options.garder)
    engine.folder.mkdir(exist_ok=True)
    start = time.monotonic()
    engine.start()
    try:
        engine.make_base(Path(setting("CACHE")))
        engine.make_images(Path(setting("ODOO_ROOT")))
        engine.make_site()
        engine.compose("build", "migration")
        print(f"Images made in {time.monotonic() - start:.0f} s.", flush=True)
        if options.partie is not None:
            engine.up()
        for number, (title, look) in enumerate(PARTS.items()):
            if options.partie is None or number in options.partie:
                with part(title):
                    look(engine)
    finally:
        if not options.garder:
            engine.stop()
    print(f"{len(SAID)} things looked at, {sum(SAID)} held; {time.monotonic() - start:.0f} s")
    return not all(SAID)


if __name__ == "__main__":
    sys.exit(main())
