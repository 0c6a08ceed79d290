# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Make the base of the version released before, from that version's own code: `./parcours epreuve mise_a_jour`.

The code is taken out of git beside the state folder, and runs on the Odoo and the Python of this checkout. The result
is kept in this folder: `349b522.dump`, which the tests restore in seconds, and `349b522.json`, what people saw of it.
"""

import json
import lzma
import os
import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg2

from tests.mise_a_jour.photo import rows
from tests.serveur import NUMBERS, ROOT, Base, setting, sql

HERE = Path(__file__).parent
COMMIT = "349b522"
DUMP, SEEN = HERE / f"{COMMIT}.dump", HERE / f"{COMMIT}.json"
#: What that version was made of.
MODULES = "web,mail,resource,base_import,rpc,registre_national,parcours_accueil,sanctions_admin"
LANGUAGES = "en_US,fr_BE,nl_BE"
#: Tables of the small windows of both versions: what is in them is nobody's any more.
WINDOWS = (
    "parcours_delai_revue",
    "parcours_evenement_wizard",
    "parcours_exemption_decision",
    "parcours_suspension_wizard",
    "registre_extrait",
    "registre_relecture",
)
#: What a platform writes down and nobody needs again.
NOT_KEPT = ("bus_bus", "ir_logging", "ir_profile")


def history_is_here():
    """Whether the history of this checkout goes back to that commit."""
    return not subprocess.run(["git", "cat-file", "-e", COMMIT], cwd=ROOT, capture_output=True, check=False).returncode


class Old:
    """The code of that commit, taken out into a folder, and a base of its own."""

    def __init__(self, folder, name):
        self.folder, self.name = Path(folder), name
        self.code, self.data = self.folder / COMMIT, self.folder / "donnees"

    def unpack(self):
        """Take that commit's files out of git."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.code.mkdir(parents=True)
        archive = subprocess.Popen(["git", "archive", COMMIT], cwd=ROOT, stdout=subprocess.PIPE)
        subprocess.run(["tar", "-x", "-C", self.code], stdin=archive.stdout, check=True)
        if archive.wait():
            raise SystemExit(f"git does not give {COMMIT}: this checkout has not its history.")

    def odoo(self, action, *options, **environment):
        """Odoo with that commit's addons; its simulator and its tests come before this checkout's."""
        addons = f"{Path(setting('ODOO').split()[1]).parents[1]}/lib/python3/dist-packages/addons,{self.code}/addons"
        command = [*setting("ODOO").split(), action, "-c", setting("CONF"), "-d", self.name, f"--addons-path={addons}"]
        command += [
            f"--data-dir={self.data}",
            "--no-http",
            "--log-level=error",
            "--log-handler=simulateur:ERROR",
            *options,
        ]
        return subprocess.run(
            command,
            cwd=self.code,
            env={**os.environ, "PYTHONPATH": str(self.code), **environment},
            input='exec(compile(open(__import__("os").environ["PARCOURS_LANCEUR"]).read(), "executer.py", "exec"))\n',
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout

    def install(self):
        """Install it as its own `./parcours up` did, demonstration included, and without the extensions it lacked."""
        self.odoo(
            "server",
            f"--init={MODULES}",
            f"--load-language={LANGUAGES}",
            "--unaccent",
            "--with-demo",
            "--db-template=template0",
            "--skip-auto-install",
            "--stop-after-init",
            "--max-cron-threads=0",
        )

    def run(self, file):
        """Run a file in its `odoo shell`; return what it printed."""
        return self.odoo("shell", PARCOURS_SCRIPT=str(file), PARCOURS_LANCEUR=str(ROOT / "config" / "executer.py"))

    def remove(self):
        sql(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        shutil.rmtree(self.folder, ignore_errors=True)


def make(folder, name):
    """Make that base, and live in it; return it."""
    old = Old(folder, name)
    old.remove()
    old.unpack()
    old.install()
    script = old.folder / "vie.py"
    script.write_text(LIVE, encoding="utf-8")
    print(old.run(script))  # noqa: T201
    return old


#: Documents go in the base itself, so that the dump is whole. This folder is a package of its own there: `tests` is
#: that version's.
LIVE = f"""
import sys
sys.path.append({str(HERE.parent)!r})
from mise_a_jour import vie
env["ir.config_parameter"].set_param("ir_attachment.location", "db")
vie.main(env)
env.cr.commit()
"""
LOOK = f"""
import json, sys
from freezegun import freeze_time
sys.path.append({str(HERE.parent)!r})
from mise_a_jour import photo, vie
with freeze_time(f"{{vie.END}} 18:00:00", tick=True):
    print(json.dumps(photo.seen(env), indent=1, sort_keys=True))
"""


def look(old):
    """What people see of it."""
    script = old.folder / "photo.py"
    script.write_text(LOOK, encoding="utf-8")
    return json.loads(old.run(script))


def program(name):
    """The command of one of PostgreSQL's programs, of the version that runs."""
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))[-1]
    return [str(newest), f"--host={setting('PGHOST')}", f"--username={setting('PGUSER')}"]


def dump(name, path=DUMP):
    """Keep a base in a file, the same bytes for the same content."""
    command = [*program("pg_dump"), "--format=plain", "--no-owner", "--no-privileges"]
    command += [option for table in NOT_KEPT for option in (f"--exclude-table-data={table}",)] + [name]
    text = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    # Odoo reads the comments of indexes and constraints; that of an extension only a superuser may write.
    text = re.sub(rb"^COMMENT ON EXTENSION .*;$", b"", text, flags=re.MULTILINE)
    path.write_bytes(lzma.compress(text, preset=9 | lzma.PRESET_EXTREME))


def restore(name, path=DUMP):
    """Make a base of what was kept; it is whole when this returns."""
    sql(f"CREATE DATABASE \"{name}\" TEMPLATE template0 LC_COLLATE 'C'")
    command = [*program("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", f"--dbname={name}"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    process.communicate(lzma.decompress(path.read_bytes()))
    if process.returncode:
        raise RuntimeError(f"{path} could not be restored.")


class OldBase(Base):
    """The base that was kept, restored; `update` brings it forward as production does."""

    def __init__(self):
        self.name = f"{setting('PREFIXE')}{next(NUMBERS)}"
        self.filestore = Path(setting("DONNEES")) / "filestore" / self.name
        restore(self.name)

    def copy(self):
        """Another base like it, to go on with."""
        other = OldBase.__new__(OldBase)
        other.name = f"{setting('PREFIXE')}{next(NUMBERS)}"
        other.filestore = self.filestore.with_name(other.name)
        sql(f'CREATE DATABASE "{other.name}" TEMPLATE "{self.name}"')
        return other

    def photo(self):
        """Every row kept (photo.rows)."""
        with closing(psycopg2.connect(host=setting("PGHOST"), user=setting("PGUSER"), dbname=self.name)) as connection:
            return rows(connection.cursor(), WINDOWS)

    def update(self, **options):
        """What docs/production.md says: the extensions by a superuser, the log by its owner, then the image's `update`."""
        superuser = [
            *program("psql")[:-1],
            "--username=postgres",
            "--dbname=postgres",
            "-X",
            "-q",
            "-v",
            f"base={self.name}",
        ]
        subprocess.run([*superuser, f"--file={ROOT / 'config' / 'extensions.sql'}"], check=True)
        journal = [sys.executable, ROOT / "config" / "migrer_journal.py", setting("PGHOST"), self.name]
        subprocess.run(journal, check=True)
        image = subprocess.run(
            [sys.executable, "-c", "import demarrer_image as image; print('-u', image.ADDONS, *image.ONCE)"],
            cwd=ROOT / "config",
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout.split()
        command = [*setting("ODOO").split(), "server", "-c", setting("CONF"), "-d", self.name, *image]
        subprocess.run([*command, "--log-level=warn"], cwd=ROOT, check=True, **options)
