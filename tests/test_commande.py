# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The command itself: what it says, and the status it ends with."""

import fcntl
import os
import signal
import socket
import subprocess
from contextlib import closing

import pytest

from tests.mise_a_jour.ancienne import program
from tests.serveur import ROOT, setting, sql

COMMANDS = ("up", "test", "test acces", "bench", "vies", "shell", "env", "lint", "logs", "stop", "reset", "help")
#: What ./parcours test itself exports must not reach the command under test; what says where to find things must.
KEPT = ("PARCOURS_CACHE", "PARCOURS_PYTHON")
CLEAN = {name: value for name, value in os.environ.items() if name in KEPT or not name.startswith("PARCOURS_")}


def parcours(*arguments, timeout=120, **variables):
    """Run the command as somebody with these variables would, with nobody at the terminal."""
    return subprocess.run(
        [ROOT / "parcours", *arguments],
        env={**CLEAN, **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
    )


@pytest.fixture
def etat(tmp_path):
    """An empty state folder and an empty cache: whatever the command starts or installs would show there."""
    return {"PARCOURS_ETAT": str(tmp_path / "etat"), "PARCOURS_CACHE": str(tmp_path / "cache")}


def assert_one_sentence(result, *words):
    """It failed with status 1 and said why in a sentence that holds these words; no trace of the program's inside."""
    assert result.returncode == 1, result.stderr
    for word in words:
        assert word in result.stderr
    assert "Traceback" not in result.stderr
    assert ".sh: line" not in result.stderr


def test_help_names_each_command():
    result = parcours("help")
    assert result.returncode == 0
    for command in COMMANDS:
        assert f"./parcours {command}" in result.stdout
    assert parcours().stdout == result.stdout


def test_unknown_command_is_said():
    assert_one_sentence(parcours("danser"), 'no command "danser"')


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("up", "--personnes", "beaucoup"), "number"),
        (("up", "--dossiers", "/nowhere/at/all"), "folder"),
        (("up", "--vite"), "--vite"),
        (("up", "--vie", "longue"), "--vie"),
        (("vies", "1234"), "2000"),
        (("shell", "/nowhere/script.py"), "/nowhere/script.py"),
    ],
)
def test_wrong_argument_is_said(etat, arguments, word):
    assert_one_sentence(parcours(*arguments, **etat), word)


@pytest.mark.parametrize("variable", ["PARCOURS_PORT", "PARCOURS_PORT_SIMULATEUR"])
def test_port_taken_is_said_before_anything_is_installed(etat, tmp_path, variable):
    with closing(socket.socket()) as other_program:
        other_program.bind(("127.0.0.1", 0))
        other_program.listen()
        port = other_program.getsockname()[1]
        result = parcours("up", **etat, **{variable: str(port)})
    assert_one_sentence(result, f"port {port} is taken", variable)
    assert not (tmp_path / "etat" / "venv").exists()


def test_port_that_is_no_port_is_said(etat):
    assert_one_sentence(parcours("up", **etat, PARCOURS_PORT="http"), "1 to 65535")


def test_wrong_python_is_said(etat, tmp_path):
    old = tmp_path / "python"
    old.write_text('#!/bin/sh\necho "Python 3.9.2"\n')
    old.chmod(0o755)
    assert_one_sentence(parcours("up", **etat, PARCOURS_PYTHON=str(old)), "Python 3.11 is needed", "Python 3.9.2")
    assert_one_sentence(parcours("up", **etat, PARCOURS_PYTHON="/no/python"), "/no/python")


def test_wrong_odoo_home_is_said(etat, tmp_path):
    result = parcours("lint", **etat, ODOO_HOME=str(tmp_path))
    assert_one_sentence(result, "not an Odoo checkout")


def test_full_disk_is_said_before_anything_is_installed(etat, tmp_path):
    """A `df` that sees 12 MB left stands in for a full disk."""
    (tmp_path / "df").write_text("#!/bin/sh\necho h\necho /dev/x 1000 988 12 99% /\n")
    (tmp_path / "df").chmod(0o755)
    result = parcours("up", **etat, PATH=f"{tmp_path}:{CLEAN['PATH']}")
    assert_one_sentence(result, "disk is full", "12 MB")
    assert not (tmp_path / "etat" / "venv").exists()


def test_env_gives_key_value_lines(etat):
    result = parcours("env", **etat, PARCOURS_PORT="8123")
    assert result.returncode == 0
    values = dict(line.split("=", 1) for line in result.stdout.splitlines())
    assert values["DATABASE"] == "parcours"
    assert values["STATE"] == etat["PARCOURS_ETAT"]
    assert values["URL"] == "http://127.0.0.1:8123"
    assert values["PGUSER"] == "odoo"
    assert values["URL_SIMULATEUR"].endswith(values["PORT_SIMULATEUR"])
    # The path of a socket may not be longer, its file name included.
    assert len(f"{values['PGHOST']}/.s.PGSQL.5432") <= 107


def test_a_deep_state_folder_keeps_a_short_socket(tmp_path):
    deep = tmp_path / ("x" * 90) / "etat"
    result = parcours("env", PARCOURS_ETAT=str(deep))
    values = dict(line.split("=", 1) for line in result.stdout.splitlines())
    assert len(f"{values['PGHOST']}/.s.PGSQL.5432") <= 107


def test_reset_asks_and_removes_nothing_when_nobody_answers(etat, tmp_path):
    (tmp_path / "etat").mkdir()
    assert_one_sentence(parcours("reset", **etat), "--oui")
    assert (tmp_path / "etat").exists()
    assert parcours("reset", "--oui", **etat).returncode == 0
    assert not (tmp_path / "etat").exists()
    assert parcours("stop", **etat).returncode == 0


@pytest.mark.parametrize(
    ("code", "status"),
    [("pass", 0), ("import sys; sys.exit(7)", 7), ("raise ValueError('oh')", 1), ("import sys; sys.exit('no')", 1)],
)
def test_shell_ends_with_the_status_of_the_script(tmp_path, code, status):
    script = tmp_path / "script.py"
    script.write_text(f"print(env.cr.dbname, __file__)\n{code}\n")
    result = parcours("shell", str(script), PARCOURS_ETAT=state_of_tests(), PARCOURS_BASE=setting("TEMPLATE"))
    assert result.returncode == status, result.stderr
    assert result.stdout.split() == [setting("TEMPLATE"), str(script)]


@pytest.fixture
def run_at_work():
    """Somebody else's long run in the checkout of the tests: holds the lock of its state folder."""
    with open(os.path.join(state_of_tests(), "verrou"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def state_of_tests():
    return os.path.dirname(setting("CONF"))


def test_shell_waits_for_nobody_and_prints_what_the_script_prints(run_at_work, tmp_path):
    script = tmp_path / "script.py"
    script.write_text("print('one line')\n")
    settings = os.path.join(state_of_tests(), "odoo.conf")
    before = os.stat(settings).st_mtime_ns
    result = parcours("shell", str(script), PARCOURS_ETAT=state_of_tests(), PARCOURS_BASE=setting("TEMPLATE"))
    assert (result.returncode, result.stdout) == (0, "one line\n"), result.stderr
    assert "at work" not in result.stderr
    # Without the lock it writes nothing that the other run may be reading.
    assert os.stat(settings).st_mtime_ns == before


@pytest.mark.parametrize("arguments", [("env",), ("logs", "-n", "1")])
def test_env_and_logs_wait_for_nobody(run_at_work, arguments):
    result = parcours(*arguments, PARCOURS_ETAT=state_of_tests(), timeout=30)
    assert result.returncode == 0
    assert result.stdout
    assert not result.stderr


def test_shell_with_everything_still_to_be_made_waits_and_says_so(etat, tmp_path):
    """Two runs that make the same things at once would break each other: here the lock protects something."""
    (tmp_path / "etat").mkdir()
    script = tmp_path / "script.py"
    script.touch()
    with (tmp_path / "etat" / "verrou").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run = subprocess.Popen(
            [ROOT / "parcours", "shell", script],
            env={**CLEAN, **etat},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            assert "another ./parcours is at work" in run.stderr.readline()
        finally:
            os.killpg(run.pid, signal.SIGKILL)
            output, _errors = run.communicate(timeout=30)
    assert not output


def in_bash(code, state):
    """Run lines of bash with the parts of the command loaded."""
    parts = "for part in config/parcours.d/*.sh; do source $part; done"
    variables = f"set -euo pipefail; RACINE=$PWD ETAT={state} CACHE={state} JOURNAUX={state}"
    return subprocess.run(
        ["bash", "-c", f"{variables}; {parts}; {code}"], cwd=ROOT, capture_output=True, text=True, timeout=60
    )


def test_progress_goes_to_standard_error(tmp_path):
    """Steps and notices, of every command: standard output is for what was asked."""
    result = in_bash("etape 'Doing it' echo of the step", tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stdout == ""
    assert "✓ Doing it" in result.stderr
    assert "of the step" not in result.stderr
    result = in_bash("etape 'Doing it' false", tmp_path)
    assert result.returncode == 1
    assert result.stdout == ""
    assert "✗ Doing it" in result.stderr


def test_a_base_made_by_hand_can_search_too():
    """Whatever is made in this cluster comes from its template, extensions included; names sort by code point."""
    name = f"{setting('PREFIXE')}main"
    sql(f'CREATE DATABASE "{name}"')
    try:
        assert sql("SELECT extname FROM pg_extension WHERE extname != 'plpgsql' ORDER BY 1", name) == [
            ("pg_trgm",),
            ("unaccent",),
        ]
        assert sql("SELECT provolatile FROM pg_proc WHERE oid = 'unaccent(text)'::regprocedure", name) == [("i",)]
        assert sql(f"SELECT datcollate FROM pg_database WHERE datname = '{name}'") == [("C",)]
    finally:
        sql(f'DROP DATABASE "{name}"')


def test_a_base_without_extensions_gets_them_when_the_command_meets_it(tmp_path):
    """Bases of before, or restored from elsewhere: `shell` and `up` see to it, and nobody has to know."""
    name = f"{setting('PREFIXE')}vieux"
    sql(f'CREATE DATABASE "{name}" TEMPLATE template0')
    script = tmp_path / "script.py"
    script.write_text("pass")
    try:
        parcours("shell", str(script), PARCOURS_ETAT=state_of_tests(), PARCOURS_BASE=name)
        kinds = sql("SELECT provolatile FROM pg_proc WHERE proname = 'unaccent' AND pronargs = 1", name)
        assert kinds == [("i",)]
        assert sql("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'", name)
    finally:
        sql(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_shell_keeps_only_what_was_committed_and_gives_the_script_its_input(tmp_path, base):
    script = tmp_path / "script.py"
    script.write_text("import sys\nenv['ir.config_parameter'].set_param('essai', sys.stdin.read())\n")
    state = state_of_tests()
    command = [ROOT / "parcours", "shell", script]
    variables = {**CLEAN, "PARCOURS_ETAT": state, "PARCOURS_BASE": base.name}
    subprocess.run(command, env=variables, input="rien", text=True, check=True, timeout=120)
    assert not base.sql("SELECT 1 FROM ir_config_parameter WHERE key = 'essai'")
    with script.open("a") as file:
        file.write("env.cr.commit()\n")
    subprocess.run(command, env=variables, input="tout", text=True, check=True, timeout=120)
    assert base.sql("SELECT value FROM ir_config_parameter WHERE key = 'essai'") == [("tout",)]


def test_odoo_shows_no_list_of_databases(serveur_vide):
    """What config/odoo.conf promises, seen from outside."""
    with pytest.raises(RuntimeError, match="(?i)access denied"):
        serveur_vide.rpc("db", "list")


#: What a `stop` does to the script of a shell: in the middle of a query, or while it does something else.
CUT = {
    "working": "env.cr.execute('SELECT pg_terminate_backend(pg_backend_pid())')\n",
    "thinking": """
env.cr.execute("SELECT pg_backend_pid()")
pid = env.cr.fetchone()
with env.registry.cursor() as other:
    other.execute("SELECT pg_terminate_backend(%s)", pid)
""",
}


@pytest.mark.parametrize("doing", CUT)
def test_a_shell_whose_postgresql_is_stopped_ends_in_a_sentence(tmp_path, doing):
    """`shell` waits for no other run: a `stop` may cut it at any moment."""
    script = tmp_path / "script.py"
    script.write_text(CUT[doing])
    result = parcours("shell", str(script), PARCOURS_ETAT=state_of_tests(), PARCOURS_BASE=setting("TEMPLATE"))
    assert_one_sentence(result, "PostgreSQL was stopped meanwhile")


def test_a_shell_that_finds_no_postgresql_when_it_opens_ends_in_a_sentence(tmp_path):
    python, odoo = setting("ODOO").split()
    result = subprocess.run(
        [python, ROOT / "config" / "ouvrir_shell.py", odoo, "shell", "-c", setting("CONF")]
        + ["-d", setting("TEMPLATE"), f"--db_host={tmp_path}", "--log-level=critical"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert_one_sentence(result, "PostgreSQL does not answer")


def test_a_base_whose_extensions_lie_elsewhere_gets_them_where_they_are_looked_for(tmp_path):
    name = f"{setting('PREFIXE')}ailleurs"
    sql(f'CREATE DATABASE "{name}" TEMPLATE template0')
    script = tmp_path / "script.py"
    script.write_text("pass")
    superuser = [*program("psql")[:-1], "--username=postgres", "-X", "-q", f"--dbname={name}"]
    try:
        elsewhere = "CREATE SCHEMA aside; CREATE EXTENSION pg_trgm SCHEMA aside; CREATE EXTENSION unaccent SCHEMA aside"
        subprocess.run([*superuser, "-c", elsewhere], check=True)
        parcours("shell", str(script), PARCOURS_ETAT=state_of_tests(), PARCOURS_BASE=name)
        assert sql(
            "SELECT 'gin_trgm_ops' FROM pg_opclass WHERE opcname = 'gin_trgm_ops' AND pg_opclass_is_visible(oid)", name
        )
        assert sql("SELECT provolatile FROM pg_proc WHERE oid = 'unaccent(text)'::regprocedure", name) == [("i",)]
    finally:
        sql(f'DROP DATABASE "{name}" WITH (FORCE)')
