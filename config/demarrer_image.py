# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Entry point of the production image.

serve    make the database if there is none, then serve (the image's default)
update   bring the three addons of an existing database to this image's version; run it with the server stopped:
         docker-compose run --rm odoo update

The configuration is merged on a memory file system from the common file, the production overlay and the secrets' files:
a password is never an argument (anyone may list those), never in the environment, never on a disk.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
from configurer import merge

HERE = Path(__file__).parent
CONFIG = "/run/parcours/odoo.conf"
DATABASE = "parcours"
ADDONS = "parcours_socle,registre_national,parcours_accueil,sanctions_admin"
#: Named one by one: --skip-auto-install keeps out what calls hosts outside.
BASE = "web,mail,resource,base_import,auth_password_policy,rpc"
LANGUAGES = "en_US,fr_BE,nl_BE"
#: Seconds PostgreSQL may take to accept connections.
DATABASE_WAIT_S = 60


def secret(name):
    """Content of the file a variable names; exits with a sentence when there is none."""
    path = os.environ.get(name, "")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError:
        sys.exit(f"{name} must name a file that can be read; it is {path!r}. See secrets/README.md.")


def configure(host, password):
    """Write the merged configuration."""
    workers = os.environ.get("PARCOURS_WORKERS") or str(os.cpu_count())
    merge(
        CONFIG,
        [HERE / "odoo.conf", HERE / "odoo.production.conf"],
        [
            f"addons_path={HERE.parent}/addons",
            f"db_host={host}",
            f"db_password={password}",
            f"admin_passwd={secret('PARCOURS_ADMIN_PASSWD_FILE')}",
            f"workers={workers}",
        ],
    )


def is_complete(host, password):
    """Is the database there with the three addons? Waits for PostgreSQL; exits with a sentence when it never comes."""
    limit = time.monotonic() + DATABASE_WAIT_S
    while True:
        try:
            with psycopg2.connect(host=host, user="odoo", password=password, dbname="postgres") as connection:
                cursor = connection.cursor()
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if not cursor.fetchone():
                    return False
            break
        except psycopg2.OperationalError:
            if time.monotonic() > limit:
                sys.exit("PostgreSQL does not accept connections.")
            time.sleep(1)
    with psycopg2.connect(host=host, user="odoo", password=password, dbname=DATABASE) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT to_regclass('ir_module_module') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return False
        names = ADDONS.split(",")
        cursor.execute("SELECT count(*) FROM ir_module_module WHERE state = 'installed' AND name = ANY(%s)", [names])
        return cursor.fetchone()[0] == len(names)


def odoo(*arguments):
    """The command line of Odoo with the merged configuration."""
    # The `odoo` script, never `python -m odoo`: with workers the websocket process would crash again and again.
    return ["odoo", "server", "-c", CONFIG, "-d", DATABASE, "--skip-auto-install", *arguments]


def main(action):
    """Run one action; serving replaces this process, so that signals reach Odoo."""
    host, password = os.environ["PARCOURS_DB_HOST"], secret("PARCOURS_DB_PASSWORD_FILE")
    configure(host, password)
    once = ("--stop-after-init", "--no-http", "--max-cron-threads=0", "--workers=0")
    if action == "update":
        subprocess.run(odoo("-u", ADDONS, *once), check=True)
    elif action == "serve":
        if not is_complete(host, password):
            subprocess.run(odoo("-i", f"{BASE},{ADDONS}", f"--load-language={LANGUAGES}", *once), check=True)
        os.execvp("odoo", odoo())
    else:
        sys.exit(f"There is no action {action!r}; there are serve and update.")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "serve")
