# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The production set-up, checked without an engine: what docker-compose reads, what the merged configuration says."""

import configparser
import re
import subprocess

import pytest
import yaml

from tests.serveur import ROOT


@pytest.fixture(scope="module")
def compose():
    """docker-compose.yml as docker-compose itself reads it."""
    result = subprocess.run(["docker-compose", "config"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    return yaml.safe_load(result.stdout)


def merged(tmp_path, *files):
    """The [options] of the merged configuration."""
    output = tmp_path / "odoo.conf"
    command = [
        "python3",
        ROOT / "config" / "configurer.py",
        output,
        *(ROOT / "config" / file for file in files),
        "db_password=a=b",
    ]
    subprocess.run(command, check=True)
    assert output.stat().st_mode & 0o077 == 0
    parser = configparser.RawConfigParser()
    parser.read(output)
    return parser["options"]


def test_three_services_each_with_a_health_check(compose):
    """And one that does its work before Odoo starts, and ends."""
    services = dict(compose["services"])
    assert services.pop("migration")["restart"] == "no"
    assert set(services) == {"odoo", "postgres", "proxy"}
    for name, service in services.items():
        assert service["healthcheck"]["test"], name
        assert service["restart"] == "unless-stopped", name


def test_only_the_proxy_is_reached_from_outside(compose):
    published = {name for name, service in compose["services"].items() if service.get("ports")}
    assert published == {"proxy"}
    assert compose["networks"]["interne"]["internal"] is True
    assert set(compose["services"]["postgres"]["networks"]) == {"interne"}


def test_odoo_waits_for_a_database_that_answers(compose):
    assert compose["services"]["odoo"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    assert compose["services"]["proxy"]["depends_on"]["odoo"]["condition"] == "service_healthy"


def test_odoo_is_neither_superuser_nor_owner_of_the_log(compose):
    """Nor of the database: the roles are made by a script that PostgreSQL's image runs, as another superuser."""
    services = compose["services"]
    assert services["postgres"]["environment"]["POSTGRES_USER"] == "postgres"
    secrets = {name: {secret["source"] for secret in service["secrets"]} for name, service in services.items()}
    assert {name for name, used in secrets.items() if "superuser_password" in used} == {"postgres"}
    assert {name for name, used in secrets.items() if "journal_password" in used} == {"postgres", "migration"}
    assert {name for name, used in secrets.items() if "journal_keys" in used} == {"odoo", "migration"}
    mounts = {name: str(service.get("volumes")) for name, service in services.items()}
    assert {name for name, mounted in mounts.items() if "ancres" in mounted} == {"odoo", "migration"}
    assert "/docker-entrypoint-initdb.d/roles.sh" in mounts["postgres"]
    assert services["odoo"]["depends_on"]["migration"]["condition"] == "service_completed_successfully"
    script = (ROOT / "config" / "roles.sh").read_text(encoding="utf-8")
    assert re.findall(r"CREATE (?:ROLE|DATABASE) [^;]*;", script) == [
        "CREATE ROLE odoo LOGIN PASSWORD :'odoo';",
        "CREATE ROLE parcours_journal LOGIN PASSWORD :'journal';",
        "CREATE DATABASE parcours;",
    ]


def test_secrets_are_files_and_only_files(compose):
    """Each secret used is declared, listed in secrets/README.md and ignored by git; no variable holds one."""
    used = {secret["source"] for service in compose["services"].values() for secret in service.get("secrets", [])}
    assert used == set(compose["secrets"])
    readme = (ROOT / "secrets" / "README.md").read_text(encoding="utf-8")
    for secret in compose["secrets"].values():
        assert f"`{secret['file'].rsplit('/', 1)[1]}`" in readme
    for service in compose["services"].values():
        for name, value in (service.get("environment") or {}).items():
            assert not re.search("PASS|SECRET|KEY", name) or name.endswith("_FILE"), name
            assert not name.endswith("_FILE") or value.startswith("/run/secrets/"), name
    assert "/secrets/*" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_data_outlives_the_containers(compose):
    for name, folder in (("postgres", "/var/lib/postgresql/data"), ("odoo", "/var/lib/odoo")):
        mounts = [str(volume) for volume in compose["services"][name]["volumes"]]
        assert any(folder in mount for mount in mounts), name
        assert name in compose["volumes"]


def test_the_template_gets_the_extensions_when_the_volume_is_new(compose):
    volumes = [str(volume) for volume in compose["services"]["postgres"]["volumes"]]
    assert any("extensions.sql:/docker-entrypoint-initdb.d/" in volume for volume in volumes)
    script = (ROOT / "config" / "extensions.sql").read_text(encoding="utf-8")
    for words in (
        "set base template1",
        "EXTENSION IF NOT EXISTS pg_trgm",
        "EXTENSION IF NOT EXISTS unaccent",
        "IMMUTABLE",
    ):
        assert words in script


def test_the_image_is_made_of_files_that_exist(compose):
    dockerfile = ROOT / compose["services"]["odoo"]["build"]["dockerfile"]
    copied = re.findall(r"^COPY (.+) \S+$", dockerfile.read_text(encoding="utf-8"), re.MULTILINE)
    files = [name for line in copied for name in line.split()]
    assert "addons" in files
    for name in files:
        assert (ROOT / name).exists(), name
    # What the entry point imports of ours is in the image as well.
    imported = re.findall(r"^(?:import|from) (\w+)", (ROOT / "config/demarrer_image.py").read_text(), re.MULTILINE)
    assert {f"config/{name}.py" for name in imported if (ROOT / f"config/{name}.py").exists()} <= set(files)
    assert "config/verifier.py" in files, "it reads it"


def test_same_common_settings_in_production_and_development(tmp_path):
    production = merged(tmp_path, "odoo.conf", "odoo.production.conf")
    development = merged(tmp_path, "odoo.conf", "odoo.development.conf")
    for options in (production, development):
        assert options["list_db"] == "False"
        assert options["skip_auto_install"] == "True"
        assert options["db_template"] == "template1"
        # A value may hold an equals sign: passwords do.
        assert options["db_password"] == "a=b"
    # Odoo filters among the databases that its role owns: none in production, where the entry point names the one
    assert development["dbfilter"] == "^parcours$"
    assert production["dbfilter"] == ""
    assert production["proxy_mode"] == "True"
    assert development["proxy_mode"] == "False"
    assert development["http_interface"] == "127.0.0.1"
    assert "with_demo" not in production


def test_proxy_does_what_odoo_does_not():
    nginx = (ROOT / "config" / "nginx.conf").read_text(encoding="utf-8")
    assert "proxy_cookie_flags ~ secure samesite=lax;" in nginx
    blocks = dict(re.findall(r"location (?:=|~\*|~|\^~)? ?(\S+) \{(.*?)\n        \}", nginx, re.DOTALL))
    assert "$odoo_direct" in blocks["/websocket"]

    def answers(path):
        """The block that nginx chooses: the first of the regular expressions, in their order, that finds the path."""
        return next((block for rule, block in blocks.items() if re.search(rule, path, re.I) and rule[0] == "^"), "")

    for path in (
        "/web/database",
        "/web/database/manager/",
        "/Web/Tests",
        "/web/tests/legacy",
        "/web/version",
        "/json/version",
    ):
        assert "return 404" in answers(path), path
    for path in ("/web/login", "/web/login/", "/WEB/login", "/web/session/authenticate/", "/web/session/identity"):
        assert re.search(r"limit_req zone=(tentative|connexion) ", answers(path)), path
    for path in ("/jsonrpc", "/jsonrpc/", "/xmlrpc/common", "/xmlrpc/2/object", "/XMLRPC/2/common/"):
        assert "limit_req zone=connexion " in answers(path), path
    assert "limit_req zone=api " in answers("/json/2/res.users/read")
    assert not answers("/web/login_successful")
    # A path is logged without its arguments: somebody's number may be among them.
    log_format = re.search(r"log_format.*", nginx)[0]
    assert "$uri" in log_format
    assert "$request " not in log_format
    assert "$request_uri" not in log_format
