# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Production never opens with a password that everybody knows: the entry point of the image, on a base of its own."""

import importlib
import os
import stat
import subprocess
import sys
from contextlib import closing

import psycopg2
import pytest

from tests.serveur import ROOT, Base, setting

#: What a base made without demonstration data looks like; the users stay, renamed, as staff would be.
WITHOUT_DEMO = """
    UPDATE ir_module_module SET demo = false;
    UPDATE res_users SET login = 'staff.' || res_users.id FROM ir_model_data d
     WHERE d.model = 'res.users' AND d.res_id = res_users.id AND d.module != 'base';
    DELETE FROM ir_model_data WHERE model = 'res.users' AND module != 'base';
    DELETE FROM ir_model_data WHERE model = 'res.users' AND module = 'base' AND name IN ('user_demo', 'demo_user0');
    UPDATE res_users SET login = 'staff.0' WHERE login = 'demo'
"""
STRONG = "'$pbkdf2-sha512$1000$c2FsdHNhbHRzYWx0$' || repeat('A', 86)"


@pytest.fixture(scope="module")
def production():
    """A base as production has it, whose administrator has a password of their own."""
    base = Base()
    base.sql(WITHOUT_DEMO)
    base.sql(f"UPDATE res_users SET password = {STRONG} WHERE login = 'admin'")
    yield base
    base.remove()


@pytest.fixture
def image(monkeypatch, tmp_path, production):
    """The entry point, told where the tests' PostgreSQL and Odoo are; what it would become is in `.served`."""
    monkeypatch.syspath_prepend(str(ROOT / "config"))
    module = importlib.import_module("demarrer_image")
    (tmp_path / "db").write_text("no-known-password")
    (tmp_path / "master").write_text("nor-this-one")
    monkeypatch.setenv("PARCOURS_DB_HOST", setting("PGHOST"))
    monkeypatch.setenv("PARCOURS_DB_PASSWORD_FILE", str(tmp_path / "db"))
    monkeypatch.setenv("PARCOURS_ADMIN_PASSWD_FILE", str(tmp_path / "master"))
    (tmp_path / "journal").write_text("nor-the-owner's")
    (tmp_path / "keys").write_text(f"k1 {'1' * 64}\n")
    (tmp_path / "keys").chmod(0o600)
    monkeypatch.setenv("PARCOURS_JOURNAL_PASSWORD_FILE", str(tmp_path / "journal"))
    monkeypatch.setenv("PARCOURS_JOURNAL_KEYS_FILE", str(tmp_path / "keys"))
    monkeypatch.setenv("PARCOURS_FIRST_PASSWORD_FILE", str(tmp_path / "state" / "first"))
    monkeypatch.setattr(module, "CONFIG", str(tmp_path / "odoo.conf"))
    monkeypatch.setattr(module, "DATABASE", production.name)

    def odoo(*arguments, action="server"):
        return [*setting("ODOO").split(), action, "-c", setting("CONF"), "-d", production.name, *arguments]

    module.served = []
    monkeypatch.setattr(module, "odoo", odoo)
    monkeypatch.setattr(module.os, "execvp", lambda program, arguments: module.served.append(arguments))
    yield module
    sys.modules.pop("demarrer_image")
    sys.modules.pop("acces", None)


@pytest.fixture
def changed(production):
    """A function that changes a base and undoes it at the end: changed(statement, undo)."""
    undone = []

    def change(statement, undo):
        undone.append(undo)
        production.sql(statement)

    yield change
    for statement in undone:
        production.sql(statement)


def refusal(image):
    """The sentence that a start ends with."""
    with pytest.raises(SystemExit) as stopped:
        image.main("serve")
    assert not image.served
    sentence = str(stopped.value)
    assert sentence.count("\n") == 0
    return sentence


def hashed(password):
    from passlib.context import CryptContext

    return CryptContext(["pbkdf2_sha512"]).hash(password)


def test_a_base_with_passwords_of_its_own_is_served(image):
    image.main("serve")
    assert len(image.served) == 1


def test_the_base_of_development_is_refused():
    """As it is made by ./parcours, with its demonstration logins."""
    sys.path.insert(0, str(ROOT / "config"))
    try:
        acces = importlib.import_module("acces")
    finally:
        sys.path.pop(0)
    with closing(psycopg2.connect(host=setting("PGHOST"), user="odoo", dbname=setting("TEMPLATE"))) as connection:
        assert "demonstration data" in acces.refusal(connection.cursor(), ROOT / "addons")
    users = acces.demo_users(ROOT / "addons")
    assert users["parcours_accueil.user_agent_21015"] == "agent.21015"
    assert users["sanctions_admin.user_vivalis_fonctionnaire"] == "vivalis.fonctionnaire"


def test_one_module_with_demonstration_data_is_refused(image, changed):
    flag = "UPDATE ir_module_module SET demo = {} WHERE name = 'mail'"
    changed(flag.format("true"), flag.format("false"))
    assert "demonstration data" in refusal(image)


def test_a_demonstration_user_is_refused(image, changed):
    changed(
        "INSERT INTO ir_model_data (module, name, model, res_id, noupdate)"
        " SELECT 'parcours_accueil', 'user_agent_21015', 'res.users', min(id), true FROM res_users"
        " WHERE login ~ '^staff'",
        "DELETE FROM ir_model_data WHERE name = 'user_agent_21015'",
    )
    assert "demonstration users" in refusal(image)


@pytest.mark.parametrize("password", [None, hashed("admin"), "admin"], ids=["none", "shipped", "in plain text"])
def test_an_administrator_as_shipped_is_refused(image, changed, password):
    value = f"'{password}'" if password else "NULL"
    changed(
        f"UPDATE res_users SET password = {value} WHERE login = 'admin'",
        f"UPDATE res_users SET password = {STRONG} WHERE login = 'admin'",
    )
    sentence = refusal(image)
    assert "The user admin" in sentence
    assert "password admin`" in sentence


def test_a_renamed_administrator_is_known_all_the_same(image, changed):
    changed(
        f"UPDATE res_users SET login = 'chief', password = '{hashed('admin')}' WHERE login = 'admin'",
        f"UPDATE res_users SET login = 'admin', password = {STRONG} WHERE login = 'chief'",
    )
    assert "The user chief" in refusal(image)


def test_a_login_of_the_demonstration_as_its_own_password_is_refused(image, changed):
    """Made by hand, as on the screen of the demonstration; with another password the same login is somebody's."""
    someone = "(SELECT min(id) FROM res_users WHERE login ~ '^staff')"
    changed(
        f"UPDATE res_users SET login = 'agent.21015', password = '{hashed('agent.21015')}' WHERE id = {someone}",
        f"UPDATE res_users SET login = 'staff.again', password = {STRONG} WHERE login = 'agent.21015'",
    )
    assert "The user agent.21015" in refusal(image)
    image_password = f"UPDATE res_users SET password = '{hashed('a good one')}' WHERE login = 'agent.21015'"
    changed(image_password, "SELECT 1")
    image.main("serve")
    assert image.served


@pytest.mark.parametrize("value", ["", "\n", "admin", "Admin\n", "changeme", "Azertyuiop", "short7."])
@pytest.mark.parametrize("name", ["PARCOURS_ADMIN_PASSWD_FILE", "PARCOURS_DB_PASSWORD_FILE"])
def test_a_weak_password_of_the_machinery_is_refused(image, tmp_path, monkeypatch, name, value):
    (tmp_path / "weak").write_text(value)
    monkeypatch.setenv(name, str(tmp_path / "weak"))
    assert name in refusal(image)


def test_a_base_that_cannot_search_is_refused(image, changed, monkeypatch):
    """The function belongs to PostgreSQL's superuser: it is not dropped, but out of the schema where Odoo looks."""
    changed("CREATE SCHEMA aside", "DROP SCHEMA aside")
    usual = image.connect

    def connect(*arguments, **options):
        connection = usual(*arguments, **options)
        connection.cursor().execute("SET search_path = aside, public")
        return connection

    monkeypatch.setattr(image, "connect", connect)
    assert "CREATE EXTENSION" in refusal(image)


def test_a_base_of_an_older_version_is_refused_until_it_is_updated(image, changed):
    """Never half of one version and half of another: an update that was cut short is no version either."""
    version = "UPDATE ir_module_module SET latest_version = '{}', state = '{}' WHERE name = 'parcours_accueil'"
    shipped = image.shipped_version("parcours_accueil")
    changed(version.format("19.0.1.0.0", "installed"), version.format(shipped, "installed"))
    assert "migration update" in refusal(image)
    changed(version.format("19.0.1.0.0", "to upgrade"), "SELECT 1")
    assert "migration update" in refusal(image)
    changed(version.format("20.0.1.0.0", "installed"), "SELECT 1")
    assert "newer version" in refusal(image)


def test_a_log_that_cannot_be_sealed_or_is_not_safe_from_odoo_is_refused(image, monkeypatch, tmp_path):
    (tmp_path / "keys").chmod(0o644)
    assert "chmod 600" in refusal(image)
    monkeypatch.setenv("PARCOURS_JOURNAL_KEYS_FILE", str(tmp_path / "nowhere"))
    assert "cannot be read" in refusal(image)
    monkeypatch.setenv("PARCOURS_JOURNAL_KEYS_FILE", "")
    assert "secrets/README.md" in refusal(image)


def test_the_log_is_brought_by_its_owner_before_the_update(image, production, monkeypatch, capfd):
    """By a superuser here: the tests' cluster knows no passwords. An older database is left alone until it is updated."""
    usual, updated = image.connect, []
    users = {image.migrer_journal.OWNER: "postgres"}
    monkeypatch.setattr(image, "connect", lambda *rest, user="odoo": usual(*rest, user=users.get(user, user)))
    production.sql("CREATE TABLE registre_consultation (id integer, sequence integer, hash varchar)")
    monkeypatch.setattr(image, "state", lambda *_arguments: "older")
    image.main("journal")
    assert "left as it is" in capfd.readouterr().out
    assert production.sql("SELECT count(*) FROM registre_consultation") == [(0,)]
    run = image.subprocess.run
    monkeypatch.setattr(image.subprocess, "run", lambda command, **options: updated.append(command))
    image.main("update")
    monkeypatch.setattr(image.subprocess, "run", run)
    assert [command[-6] for command in updated] == [image.ADDONS]
    assert production.sql("SELECT to_regclass('public.registre_consultation')") == [(None,)]
    monkeypatch.setattr(image, "state", lambda *_arguments: "complete")
    image.main("journal")
    users.clear()
    with pytest.raises(SystemExit, match="was left as it is"):
        image.main("journal")


def test_a_base_that_cannot_search_is_not_updated(image, changed, monkeypatch):
    monkeypatch.setattr(image, "extension_refusal", lambda _cursor: "It lacks something.")
    with pytest.raises(SystemExit, match="nothing was changed. It lacks something."):
        image.main("update")


def test_what_to_look_at_after_an_update(image, capfd):
    with pytest.raises(SystemExit) as stopped:
        image.main("check")
    assert stopped.value.code == 0
    said = capfd.readouterr().out
    assert f"sanctions_admin {image.shipped_version('sanctions_admin')} installed" in said
    assert "entries of the consultation log, all sealed" in said


def test_the_first_start_makes_a_password_and_tells_it_in_a_file_only(
    image, production, changed, tmp_path, capfd, monkeypatch
):
    """The installation itself is left out: the base is there, as it would be after it, admin / admin included."""
    changed(f"UPDATE res_users SET password = '{hashed('admin')}' WHERE login = 'admin'", "SELECT 1")
    installed = []
    usual = subprocess.run

    def run(command, **options):
        if "-i" in command:
            assert unfinished.exists(), "a start cut short must know which password to give"
            return installed.append(command)
        return usual(command, **options)

    first, unfinished = tmp_path / "state" / "first", tmp_path / "state" / "first.unfinished"
    monkeypatch.setattr(image, "state", lambda *_arguments: "none")
    monkeypatch.setattr(image.subprocess, "run", run)
    image.main("serve")
    assert len(installed) == 1
    assert len(image.served) == 1
    assert not unfinished.exists()
    password = first.read_text().strip()
    assert len(password) >= 24
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    said = "".join(capfd.readouterr())
    assert str(first) in said
    assert password not in said
    stored = production.sql("SELECT password FROM res_users WHERE login = 'admin'")[0][0]
    assert image.acces.PASSWORDS.verify(password, stored)

    # The next start changes nothing, with the file or without it.
    monkeypatch.setattr(image, "state", lambda *_arguments: "complete")
    image.main("serve")
    first.unlink()
    image.main("serve")
    assert not first.exists()
    assert production.sql("SELECT password FROM res_users WHERE login = 'admin'")[0][0] == stored

    # Shipped again, by hand, with the old file still there: refused, not repaired.
    image.served.clear()
    first.write_text(password)
    production.sql(f"UPDATE res_users SET password = '{hashed('admin')}' WHERE login = 'admin'")
    assert "The user admin" in refusal(image)
    image.main("password")
    assert first.read_text().strip() != password
    image.main("serve")
    assert image.served


@pytest.fixture
def administrator(production):
    """The stored password of the administrator, as it is when called; put back at the end."""

    def stored():
        return production.sql("SELECT password FROM res_users WHERE login = 'admin'")[0][0]

    yield stored
    production.sql(f"UPDATE res_users SET password = {STRONG} WHERE login = 'admin'")


@pytest.fixture
def unfinished(image, production):
    """The file of a first start that stopped before the administrator, still as shipped, got its password."""
    path = image.acces.unfinished(os.environ["PARCOURS_FIRST_PASSWORD_FILE"])
    image.acces.write_password(path)
    production.sql(f"UPDATE res_users SET password = '{hashed('admin')}' WHERE login = 'admin'")
    return path


def told():
    with open(os.environ["PARCOURS_FIRST_PASSWORD_FILE"], encoding="utf-8") as file:
        return file.read().strip()


def test_a_first_start_cut_short_is_finished_by_the_next(image, administrator, unfinished):
    image.main("serve")
    assert len(image.served) == 1
    assert image.acces.PASSWORDS.verify(told(), administrator())
    assert not unfinished.exists()


def test_a_first_start_cut_short_when_all_but_the_name_was_done_is_finished(
    image, administrator, unfinished, production
):
    password = unfinished.read_text().strip()
    production.sql(f"UPDATE res_users SET password = '{hashed(password)}' WHERE login = 'admin'")
    before = administrator()
    image.main("serve")
    assert (told(), administrator(), unfinished.exists()) == (password, before, False)


def test_a_password_chosen_since_a_first_start_that_was_cut_short_stays(image, administrator, unfinished, production):
    """On screen, by the command, or with a base restored over the one that was begun."""
    production.sql(f"UPDATE res_users SET password = {STRONG} WHERE login = 'admin'")
    before = administrator()
    image.main("serve")
    assert administrator() == before
    assert not unfinished.exists()


@pytest.mark.parametrize("file_stays", [True, False])
def test_the_password_of_a_colleague_never_becomes_the_administrators(image, administrator, production, file_stays):
    """Given by the command, in any base: one of before, or one whose administrator never had a password made here."""
    login = production.sql("SELECT login FROM res_users WHERE login ~ '^staff' AND active ORDER BY id LIMIT 1")[0][0]
    before = administrator()
    image.main("password", login)
    stored = production.sql(f"SELECT password FROM res_users WHERE login = '{login}'")[0][0]
    assert image.acces.PASSWORDS.verify(told(), stored)
    if not file_stays:
        os.unlink(os.environ["PARCOURS_FIRST_PASSWORD_FILE"])
    image.main("serve")
    assert administrator() == before


def test_a_colleagues_password_is_not_that_of_a_first_start_cut_short(image, administrator, unfinished, production):
    login = production.sql("SELECT login FROM res_users WHERE login ~ '^staff' AND active ORDER BY id LIMIT 1")[0][0]
    image.main("password", login)
    colleagues = told()
    image.main("serve")
    assert not image.acces.PASSWORDS.verify(colleagues, administrator())
    assert image.acces.PASSWORDS.verify(told(), administrator())


def test_a_mistyped_login_changes_nothing_and_is_said(image, administrator, tmp_path):
    before = administrator()
    image.acces.write_password(os.environ["PARCOURS_FIRST_PASSWORD_FILE"])
    kept = told()
    with pytest.raises(SystemExit, match="nothing was changed"):
        image.main("password", "no.such.login")
    assert told() == kept
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["first"]
    image.main("serve")
    assert administrator() == before


@pytest.mark.parametrize("password", ["odoo", "password", "demo", "changeme", "12345678"])
def test_an_administrator_with_a_password_everybody_tries_is_refused(image, administrator, production, password):
    production.sql(f"UPDATE res_users SET password = '{hashed(password)}' WHERE login = 'admin'")
    assert "The user admin" in refusal(image)


@pytest.mark.parametrize("group", ["base.group_system", "base.group_erp_manager", "a group that implies one"])
def test_whoever_may_give_rights_has_no_password_everybody_tries(image, changed, production, group):
    someone = production.sql("SELECT min(id) FROM res_users WHERE login ~ '^staff' AND active")[0][0]
    name = group if "." in group else "base.group_system"
    (id_,) = production.sql(
        "SELECT res_id FROM ir_model_data WHERE model = 'res.groups' AND module || '.' || name = '" + name + "'"
    )[0]
    if name != group:
        production.sql('INSERT INTO res_groups (name) VALUES (\'{"en_US": "Above"}\')')
        (above,) = production.sql("SELECT max(id) FROM res_groups")[0]
        changed(
            f"INSERT INTO res_groups_implied_rel (gid, hid) VALUES ({above}, {id_})",
            f"DELETE FROM res_groups_implied_rel WHERE gid = {above}",
        )
        id_ = above
    changed(
        f"UPDATE res_users SET password = '{hashed('admin')}' WHERE id = {someone}",
        f"UPDATE res_users SET password = {STRONG} WHERE id = {someone}",
    )
    image.main("serve")
    image.served.clear()
    changed(
        f"INSERT INTO res_groups_users_rel (gid, uid) VALUES ({id_}, {someone})",
        f"DELETE FROM res_groups_users_rel WHERE gid = {id_} AND uid = {someone}",
    )
    assert "everybody tries" in refusal(image)


def test_the_check_tries_passwords_of_one_letter_too(image, administrator, production, capfd):
    production.sql(f"UPDATE res_users SET password = '{hashed('a')}' WHERE login = 'admin'")
    with pytest.raises(SystemExit) as stopped:
        image.main("check")
    assert stopped.value.code
    assert "The user admin has a password that everybody tries first" in capfd.readouterr().out
