# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Entry point of the production image.

serve             make the database if there is none, then serve (the image's default); refuses passwords that everybody
                  knows, demonstration users, and a database of an older version
journal           bring the consultation log's schema to this image's structure, as its owner; compose runs it before each
                  start. A database of another version is left as it is
update            the same, then bring our addons of an existing database to this image's version; run it with the
                  server stopped: docker-compose run --rm migration update
check             what to look at after an update (verifier.py): status 1 when something is wrong; changes nothing
password [LOGIN]  give the administrator, or that user, a new random password, told by a file only (FIRST_PASSWORD)

The configuration is merged on a memory file system from the common file, the production overlay and the secrets' files:
a password is never an argument (anyone may list those), never in the environment, never on a disk.
"""

import ast
import os
import runpy
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import acces
import migrer_journal
import psycopg2
from configurer import merge

HERE = Path(__file__).parent
ADDONS_PATH = HERE.parent / "addons"
CONFIG = "/run/parcours/odoo.conf"
DATABASE = "parcours"
ADDONS = "parcours_socle,registre_national,parcours_accueil,sanctions_admin"
#: Named one by one: --skip-auto-install keeps out what calls hosts outside.
BASE = "web,mail,resource,base_import,auth_password_policy,rpc"
LANGUAGES = "en_US,fr_BE,nl_BE"
SKIP = "--skip-auto-install"
#: Do what the other options say and end: no page, no nightly job.
ONCE = (SKIP, "--stop-after-init", "--no-http", "--max-cron-threads=0", "--workers=0")
#: Where the first password of the administrator is told, once; on the volume of the data unless said otherwise.
FIRST_PASSWORD = "/var/lib/odoo/first_admin_password"
#: Where the end of the consultation log is written down, outside the database.
ANCHORS = "/var/lib/ancres"
#: What is said where there is no database, which our container of PostgreSQL makes when its volume is new.
NO_DATABASE = (
    f"PostgreSQL has no database {DATABASE} that Odoo's role may connect to: it is made with its roles by config/roles.sh"
    " (docs/production.md, “The consultation log”)."
)
#: What is said of a database that is not of this image's version.
OTHER_VERSION = {
    "older": "The database is of an older version than this image. Keep a copy of it, then run:"
    " docker-compose run --rm migration update (docs/production.md, “Updating”).",
    "newer": "The database is of a newer version than this image. Use that image, or restore the copy that was kept"
    " before the update (docs/production.md, “Updating”).",
}
#: Seconds PostgreSQL may take to accept connections.
DATABASE_WAIT_S = 60


def secret(name):
    """Content of the file a variable names; exits with a sentence when there is none, or a weak one."""
    path = os.environ.get(name, "")
    try:
        value = Path(path).read_text(encoding="utf-8").strip()
    except OSError:
        sys.exit(f"{name} must name a file that can be read; it is {path!r}. See secrets/README.md.")
    if acces.is_weak(value):
        sys.exit(
            f"{path} ({name}) is empty, or holds a password of less than {acces.SHORTEST} characters or one that"
            " everybody tries first. See secrets/README.md."
        )
    return value


def first_password_file():
    """Path of the file that tells the first password."""
    return os.environ.get("PARCOURS_FIRST_PASSWORD_FILE") or FIRST_PASSWORD


def configure(host, password):
    """Write the merged configuration."""
    workers = os.environ.get("PARCOURS_WORKERS") or str(os.cpu_count())
    # One for the jobs, one after the other; the others help a collection (three jobs of that kind).
    crons = os.environ.get("PARCOURS_CRON_WORKERS") or str(min(4, os.cpu_count() or 1))
    merge(
        CONFIG,
        [HERE / "odoo.conf", HERE / "odoo.production.conf"],
        [
            f"addons_path={ADDONS_PATH}",
            f"db_host={host}",
            f"db_password={password}",
            f"admin_passwd={secret('PARCOURS_ADMIN_PASSWD_FILE')}",
            f"journal.cles={os.environ.get('PARCOURS_JOURNAL_KEYS_FILE', '')}",
            f"journal.ancres={ANCHORS}",
            f"journal.syslog={os.environ.get('PARCOURS_JOURNAL_SYSLOG', '')}",
            f"workers={workers}",
            f"max_cron_threads={crons}",
        ],
    )


def state(host, password):
    """How far the database is: "none" (empty), "partial", "older" or "newer" than this image, or "complete".

    Waits for PostgreSQL; exits with a sentence when it never comes, or has no such database.
    """
    limit = time.monotonic() + DATABASE_WAIT_S
    while True:
        try:
            with connect(host, password, "postgres") as connection:
                cursor = connection.cursor()
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if not cursor.fetchone():
                    sys.exit(NO_DATABASE)
            break
        except psycopg2.OperationalError:
            if time.monotonic() > limit:
                sys.exit("PostgreSQL does not accept connections.")
            time.sleep(1)
    with connect(host, password) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT to_regclass('ir_module_module') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return "none"
        names = ADDONS.split(",")
        cursor.execute(
            "SELECT name, latest_version, state FROM ir_module_module WHERE name = ANY(%s)"
            " AND state IN ('installed', 'to upgrade')",
            [names],
        )
        modules = cursor.fetchall()
        for name, version, _state in modules:
            if number(version) != number(shipped_version(name)):
                return "older" if number(version) < number(shipped_version(name)) else "newer"
        return "complete" if sum(state == "installed" for *_name, state in modules) == len(names) else "partial"


def shipped_version(name):
    """The version of one of our addons in this image."""
    return ast.literal_eval((ADDONS_PATH / name / "__manifest__.py").read_text(encoding="utf-8"))["version"]


def number(version):
    """A version that can be compared."""
    return [int(part) for part in (version or "0").split(".")]


def connect(host, password, database=None, user=migrer_journal.ODOO):
    """A connection to PostgreSQL, as Odoo's role unless another one is named."""
    return psycopg2.connect(host=host, user=user, password=password, dbname=database or DATABASE)


def odoo(*arguments, action="server"):
    """The command line of Odoo with the merged configuration."""
    # The `odoo` script, never `python -m odoo`: with workers the websocket process would crash again and again.
    return ["odoo", action, "-c", CONFIG, "-d", DATABASE, *arguments]


def extension_refusal(cursor):
    """What Odoo would say at each page, said once and before any: the workers of a server outlive such an error."""
    # By its path: importing the addon would import Odoo.
    return runpy.run_path(str(ADDONS_PATH / "parcours_socle" / "extensions.py"))["refusal"](cursor)


def log_refusal(cursor):
    """Why the consultation log of this database is not safe from Odoo, or cannot be sealed; None when all is well."""
    folder = ADDONS_PATH / "registre_national" / "journal"
    keys = runpy.run_path(str(folder / "cles.py"))
    try:
        keys["trousseau"](os.environ.get("PARCOURS_JOURNAL_KEYS_FILE"))
    except keys["CleIllisible"] as error:
        return f"{error} See secrets/README.md."
    return runpy.run_path(str(folder / "garde.py"))["refusal"](cursor)


def bring_log(host, password):
    """Bring the log's schema to this image's structure as its owner; exits with a sentence when it cannot."""
    try:
        with (
            closing(connect(host, secret("PARCOURS_JOURNAL_PASSWORD_FILE"), user=migrer_journal.OWNER)) as owner,
            closing(connect(host, password)) as odoo_role,
        ):
            migrer_journal.bring(owner, odoo_role)
    except (psycopg2.Error, RuntimeError) as error:
        what = (str(error).strip().splitlines() or [type(error).__name__])[0]
        sys.exit(
            f"The consultation log was left as it is: {what}. Its role and its schema are made by a superuser, once"
            " (docs/production.md, “The consultation log”)."
        )


def journal(host, password):
    """Before each start. An older database is brought forward by `update` alone, once a copy was kept."""
    if (found := state(host, password)) in OTHER_VERSION:
        print(f"The consultation log was left as it is. {OTHER_VERSION[found]}", flush=True)
        return
    bring_log(host, password)


def give_password(draft, login=""):
    """Give the user the password of that file, which then gets the name that is told.

    Exits with a sentence when it cannot: the file that was told before stays.
    """
    shell = subprocess.run(
        odoo("--no-http", "--log-level=warn", action="shell"),
        input=acces.GIVE_PASSWORD,
        env={**os.environ, "PARCOURS_FIRST_PASSWORD_FILE": str(draft), "PARCOURS_LOGIN": login},
        text=True,
    )
    if shell.returncode:
        sys.exit(f"{login or 'The administrator'} was given no password, for the reason above; nothing was changed.")
    draft.replace(first_password_file())
    print(
        f"The password of {login or 'the administrator'} is in {first_password_file()}: read it, log in, then remove"
        " the file.",
        flush=True,
    )


def change_password(login=""):
    """Give the user, or the administrator, a new random password."""
    draft = Path(f"{first_password_file()}{acces.NEW}")
    acces.write_password(draft)
    try:
        give_password(draft, login)
    finally:
        draft.unlink(missing_ok=True)


def serve(host, password):
    """Make the database where there is none, refuse doors that are open to everybody, then serve in this process."""
    found = state(host, password)
    if found in OTHER_VERSION:
        sys.exit(f"Not started. {OTHER_VERSION[found]}")
    with connect(host, password) as connection:
        reason = log_refusal(connection.cursor())
    if reason:
        sys.exit(f"Not started. {reason}")
    if found == "none":
        # Before the database has an administrator: however this start ends, the next one knows which password to give.
        acces.write_password(acces.unfinished(first_password_file()))
    if found != "complete":
        subprocess.run(odoo("-i", f"{BASE},{ADDONS}", f"--load-language={LANGUAGES}", *ONCE), check=True)
    with connect(host, password) as connection:
        unfinished = acces.is_unfinished(connection.cursor(), first_password_file())
    if unfinished:
        give_password(acces.unfinished(first_password_file()))
    with connect(host, password) as connection:
        cursor = connection.cursor()
        reason = extension_refusal(cursor) or acces.refusal(cursor, ADDONS_PATH)
    if reason:
        sys.exit(f"Not started. {reason}")
    os.execvp("odoo", odoo(SKIP))


def update(host, password):
    """Bring the database to this image's version; addons that are new are installed, being asked for by the others."""
    found = state(host, password)
    if found == "none":
        sys.exit("Not updated. There is no database yet: the first start makes it.")
    if found == "newer":
        sys.exit(f"Not updated. {OTHER_VERSION[found]}")
    with connect(host, password) as connection:
        reason = extension_refusal(connection.cursor())
    if reason:
        sys.exit(f"Not updated, nothing was changed. {reason}")
    bring_log(host, password)
    subprocess.run(odoo("-u", ADDONS, *ONCE), check=True)


def check(host, password):
    """Say what to look at after an update, and end with status 1 when something is wrong. It has time: passwords of one
    character are tried too."""
    script = (HERE / "verifier.py").read_text(encoding="utf-8")
    code = subprocess.run(odoo("--no-http", "--log-level=warn", action="shell"), input=script, text=True).returncode
    with connect(host, password) as connection:
        demo = sorted(acces.demo_users(ADDONS_PATH).values())
        reason = acces.password_refusal(connection.cursor(), demo, acces.SHORT)
    print(reason or "No administrator has a password that everybody tries first.", flush=True)
    sys.exit(code or bool(reason))


def main(action, *arguments):
    """Run one action; serving replaces this process, so that signals reach Odoo."""
    host, password = os.environ["PARCOURS_DB_HOST"], secret("PARCOURS_DB_PASSWORD_FILE")
    configure(host, password)
    if action == "journal":
        journal(host, password)
    elif action == "update":
        update(host, password)
    elif action == "check":
        check(host, password)
    elif action == "password":
        change_password(*arguments[:1])
    elif action == "serve":
        serve(host, password)
    else:
        sys.exit(f"There is no action {action!r}; there are serve, journal, update, check and password.")


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["serve"]))
