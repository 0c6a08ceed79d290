# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The command itself: what it says, and the status it ends with."""

import os
import socket
import subprocess
from contextlib import closing

import pytest

from tests.serveur import ROOT, setting

COMMANDS = ("up", "test", "bench", "shell", "env", "lint", "logs", "stop", "reset", "help")
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
    result = parcours(
        "shell", str(script), PARCOURS_ETAT=os.path.dirname(setting("CONF")), PARCOURS_BASE=setting("TEMPLATE")
    )
    assert result.returncode == status, result.stderr
    assert result.stdout.split() == [setting("TEMPLATE"), str(script)]


def test_shell_keeps_only_what_was_committed_and_gives_the_script_its_input(tmp_path, base):
    script = tmp_path / "script.py"
    script.write_text("import sys\nenv['ir.config_parameter'].set_param('essai', sys.stdin.read())\n")
    state = os.path.dirname(setting("CONF"))
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
