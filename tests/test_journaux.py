# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""No log of a whole run names anybody: neither a national number, nor a name, nor an address.

The run: a collection in which everything goes wrong for somebody, then an agent who searches, exports and meets errors;
all with Odoo at its debug level and the libraries at theirs.
"""

import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request

import pytest

from simulateur import Simulateur
from tests.serveur import Base, Register, Server, connect

PEOPLE, SEED = 40, 21

#: Collects with everything logged that can be; two people make the floor above fail, each in its own way.
COLLECT = """
import logging
for name, level in (("", 10), ("odoo", 10), ("odoo.sql_db", 20)):
    logging.getLogger(name).setLevel(level)
People = env.registry["registre.personne"]
usual = People._apres_lecture

def failing(self):
    for person in self.filtered(lambda p: p.niss == {unexpected!r}):
        raise ValueError(f"about {{person.niss}} {{person.name}} {{person.adresse_registre}}")
    for person in self.filtered(lambda p: p.niss == {refused!r}):
        self.env.cr.execute("INSERT INTO registre_personne (niss, name) VALUES (%s, %s)", [person.niss, person.name])
    return usual(self)

People._apres_lecture = failing
service = env.ref("registre_national.service_principal")
service.read_timeout = 1
service._collecter()
# Odoo logs an export with what was searched for; no role of ours may export, an administrator may allow it.
env["res.users"].search([("login", "=like", "agent.%")]).group_ids = [(4, env.ref("base.group_allow_export").id)]
env.cr.commit()
"""


class Agent:
    """A browser without a screen: logs in, calls as the web client does."""

    def __init__(self, url, login):
        self.url = url
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)
        page = self.get("/web/login")
        self.post("/web/login", login=login, password=login, csrf_token=self.token(page))

    def get(self, path):
        with self.opener.open(f"{self.url}{path}", timeout=60) as response:
            return response.read().decode()

    def post(self, path, **values):
        with self.opener.open(f"{self.url}{path}", urllib.parse.urlencode(values).encode(), timeout=60) as response:
            return response.read()

    def call(self, model, method, *args, **kwargs):
        """The whole answer of one call of the web client, an error included."""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        request = urllib.request.Request(
            f"{self.url}/web/dataset/call_kw/{model}/{method}",
            json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode(),
            {"Content-Type": "application/json"},
        )
        with self.opener.open(request, timeout=60) as response:
            return json.load(response)

    @staticmethod
    def token(page):
        """The token of a page's forms or of its scripts."""
        return re.search(r'csrf_token(?:" value=|:\s*)"([^"]+)"', page)[1]


def break_everything(register, numbers):
    """One fault of each kind, each for one person; a SOAP fault and a status quote that person's number."""
    faults = (
        {"http_5xx": True},
        {"html": True},
        {"coupure": True},
        {"timeout": 2},
        {"xml_casse": True},
        {"fault": True},
        {"fault": numbers[6]},
        {"statut": "MSG00021"},
        {"statut": numbers[8]},
        {"commune_inconnue": True},
    )
    for number, fault in zip(numbers, faults, strict=False):
        register.control("pannes", personnes=[number], **fault)
    register.control("pannes", numero_malforme=2)
    return len(faults)


def work(url, base):
    """An agent looks for somebody, exports, and meets a refusal and two mistakes. Return what the errors answered."""
    commune, name, niss = base.sql(
        "SELECT c.nis_code, d.name, d.niss FROM parcours_dossier d JOIN res_company c ON c.id = d.company_id "
        "WHERE c.nis_code IS NOT NULL ORDER BY d.id LIMIT 1"
    )[0]
    other = base.sql(
        "SELECT d.id FROM parcours_dossier d JOIN res_company c ON c.id = d.company_id "
        f"WHERE c.nis_code <> '{commune}' ORDER BY d.id LIMIT 1"
    )[0][0]
    agent = Agent(url, f"agent.{commune}")
    page = agent.get("/odoo?debug=1")
    for domain in ([("name", "ilike", name)], [("niss", "=", niss)]):
        found = agent.call("parcours.dossier", "web_search_read", domain=domain, specification={"name": {}, "niss": {}})
        assert found["result"]["length"] == 1
    columns = [{"name": column, "label": column, "type": "char"} for column in ("reference", "name", "niss")]
    export = {"model": "parcours.dossier", "fields": columns, "ids": False, "domain": [["niss", "=", niss]]}
    export |= {"import_compat": False, "context": {}, "groupby": []}
    token = agent.token(page)
    assert agent.post("/web/export/xlsx", data=json.dumps(export), csrf_token=token)
    export["domain"] = [["inconnu", "=", f"{name} {niss}"]]
    try:
        assert not agent.post("/web/export/xlsx", data=json.dumps(export), csrf_token=token)
    except urllib.error.HTTPError as mistake:
        assert mistake.code == 500
    # Odoo has something to say about these conditions, and quotes them.
    for domain in ([("niss", "=", [niss])], [("niss", "in", niss)]):
        assert "result" in agent.call("parcours.dossier", "search_read", domain=domain, fields=["reference"])
    return [
        agent.call("parcours.dossier", "read", [other], ["name", "niss"]),
        agent.call("parcours.dossier", "search_read", [("inconnu", "=", f"{name} {niss}")], ["name"]),
        agent.call("parcours.dossier", "write", [other], {"name": name}),
    ]


@pytest.fixture(scope="module")
def logs(tmp_path_factory):
    """Everything the run logged, and every (what, text) of the people that must not be in it."""
    with Simulateur(personnes=PEOPLE, graine=SEED) as same:
        numbers = [card.niss for card in same.fiches]
    base, register = Base(), Register(people=PEOPLE, seed=SEED, state=tmp_path_factory.mktemp("registre"))
    server = Server(base, options=("--log-level=debug", "--log-handler=werkzeug:INFO"))
    try:
        connect(base, register.start())
        count = break_everything(register, numbers)
        process = base.popen(COLLECT.format(unexpected=numbers[count], refused=numbers[count + 1]))
        _output, collection = process.communicate(timeout=300)
        assert process.returncode == 0, collection
        errors = work(server.start().url, base)
        assert all("error" in answer for answer in errors)
        people = base.sql("SELECT niss, nom, name, split_part(adresse_registre, ',', 1) FROM registre_personne")
        assert len(people) > PEOPLE / 2
        server.stop()
        register.stop()
        texts = {"collection": collection}
        texts |= {process.log.name: process.log.read_text(encoding="utf-8") for process in (server, register)}
        yield texts, numbers, people
    finally:
        server.stop()
        register.stop()
        base.remove()


def test_the_run_logged_what_went_wrong(logs):
    """Silence would prove nothing: the refusals are there, with where they happened."""
    texts, _numbers, _people = logs
    together = "\n".join(texts.values())
    for expected in (
        "set aside: ",
        "bad query",
        "ValueError",
        "Exception during request handling",
        "/web/export",
        "records from 127.0.0.1",
        "The domain condition",
    ):
        assert expected in together, f"{expected!r} was not logged"


def test_no_log_names_anybody(logs):
    texts, numbers, people = logs
    found = []
    for source, text in texts.items():
        lines = text.splitlines()
        for number in {*numbers, *(niss for niss, *_rest in people)}:
            found += [(source, "number", line[:160]) for line in lines if number in line]
        for _niss, *values in people:
            for value in filter(None, values):
                pattern = re.compile(rf"\b{re.escape(value)}\b", re.IGNORECASE)
                found += [(source, value, line[:160]) for line in lines if len(value) > 2 and pattern.search(line)]
    assert not found, f"{len(found)} lines name somebody, such as {found[:5]}"
