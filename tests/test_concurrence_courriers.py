# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Several people print or post the same letter at once, in real transactions, and the server dies between the two:
nothing is lost, nothing is printed or sent twice."""

import base64
import threading
import time

import pytest

from odoo.addons.parcours_socle.jour import aujourdhui

from tests.serveur import at_once

LOGINS = ("agent.21015", "chef.21015", "agent.21015")
WINDOW, LETTER = "parcours.courrier.fenetre", "parcours.courrier"
BULK, BACK, TABLE = "parcours.courrier.envoi", "parcours.courrier.reprise", "parcours.courrier.bordereau"
TO_INFORM = [("phase", "=", "dossier"), ("resultat", "=", "oblige"), ("stage_id.code", "=", "a_informer")]
#: Files to inform brought to Schaerbeek, and their letters printed without asking the register, which knows better
#: where people live: another matter.
NEAR = """
wanted = [("phase", "=", "dossier"), ("resultat", "=", "oblige"), ("stage_id.code", "=", "a_informer")]
free = [*wanted, ("issue_a_appliquer", "=", False), ("courrier_ids", "=", False)]
files = env["parcours.dossier"].search([*free, ("company_id.nis_code", "!=", "21015")], limit=7)
files.company_id = env["res.company"].search([("nis_code", "=", "21015")])
env.cr.commit()
print(*files.ids, sep=",")
"""
PRINT = """
from odoo.addons.parcours_socle.jour import maintenant
env["parcours.courrier"].search([("state", "=", "brouillon")]).regard_le = maintenant()
env["parcours.courrier.lot"]._cron_imprimer()
"""


def refused(answers):
    return [answer for answer in answers if isinstance(answer, str)]


def window(call, file, **values):
    """Return a window that makes a letter of that file, filled in."""
    values = {"dossier_id": file, "geste": "faire", "genre": "attestation_obligation", "langue": "fr_BE", **values}
    [made] = call(WINDOW, "create", [values])
    return made


def letters(call, file):
    fields = ["state", "genre", "imprime_le", "canal", "preuve_envoi", "evenement_id"]
    return call(LETTER, "search_read", [("dossier_id", "=", file)], fields)


def handed_over(call, file):
    named = [("dossier_id", "=", file), ("type", "=", "attestation_remise")]
    return call("parcours.evenement", "search_count", named)


def asked(base):
    """How many times the register was asked for a letter."""
    return int(base.run("print(env['registre.consultation'].search_count([('motif', '=', 'courrier')]))").split()[-1])


@pytest.fixture(scope="module")
def files(plateforme):
    call = plateforme.odoo.session(LOGINS[0])
    return iter(call("parcours.dossier", "search", TO_INFORM))


@pytest.fixture(scope="module")
def near(plateforme):
    """Files of Schaerbeek to inform, whose letters are not printed by these tests, or only by `PRINT`."""
    return iter([int(number) for number in plateforme.base.run(NEAR).split()[-1].split(",")])


def test_an_attestation_is_printed_and_handed_over_once(plateforme, files):
    sessions, file = [plateforme.odoo.session(login) for login in LOGINS], next(files)
    windows = [window(call, file, canal="remise") for call in sessions]
    answers = at_once(
        *[lambda c=c, w=w: c(WINDOW, "action_confirmer", [w]) for c, w in zip(sessions, windows, strict=True)]
    )
    assert len(refused(answers)) == 2, answers
    [letter] = letters(sessions[0], file)
    assert (letter["state"], letter["canal"], handed_over(sessions[0], file)) == ("recu", "remise", 1)


def test_one_click_twice_prints_one_letter(plateforme, files):
    call, file = plateforme.odoo.session(LOGINS[0]), next(files)
    one = window(call, file, canal="accuse")
    answers = at_once(*[lambda: call(WINDOW, "action_confirmer", [one])] * 3)
    assert not refused(answers), answers
    assert len({answer["url"] for answer in answers}) == 1, "each is given what was printed"
    [letter] = letters(call, file)
    assert (letter["state"], handed_over(call, file)) == ("imprime", 0)


def test_one_draft_printed_by_three_people_is_printed_once_and_posted_once(plateforme, files):
    sessions = [plateforme.odoo.session(login) for login in LOGINS]
    call = sessions[0]
    [file] = call("parcours.dossier", "search", TO_INFORM[:2], order="id desc", limit=1)
    contested = {"dossier_id": file, "texte": "I am not concerned."}
    [request] = call("parcours.contestation", "create", [contested])
    # together with others, an acknowledgment is written only: it waits to be printed
    call("parcours.contestation", "action_accuser_reception", [request])
    [draft] = [letter for letter in letters(call, file) if letter["genre"] == "accuse"]
    assert draft["state"] == "brouillon"
    before = asked(plateforme.base)
    answers = at_once(*[lambda c=c: c(LETTER, "action_imprimer", [draft["id"]]) for c in sessions])
    assert not refused(answers), answers
    [printed] = call(LETTER, "read", [draft["id"]], ["state"])
    assert (printed["state"], asked(plateforme.base) - before) == ("imprime", 1), "the register is asked once"
    posted = {"dossier_id": file, "courrier_id": draft["id"], "geste": "poster"}
    posted |= {"canal": "recommande", "preuve_envoi": "RR000000001BE"}
    windows = [c(WINDOW, "create", [posted])[0] for c in sessions]
    answers = at_once(
        *[lambda c=c, w=w: c(WINDOW, "action_confirmer", [w]) for c, w in zip(sessions, windows, strict=True)]
    )
    assert len(refused(answers)) == 2, answers
    assert all("cannot be done with this letter any more" in words for words in refused(answers)), answers
    [sent] = call(LETTER, "read", [draft["id"]], ["state", "preuve_envoi"])
    assert (sent["state"], sent["preuve_envoi"]) == ("poste", "RR000000001BE")


def test_two_agents_who_send_by_ebox_or_say_what_the_person_agreed_to_write_it_once(plateforme, tmp_path):
    (tmp_path / "secret").write_text("not-a-secret")
    settings = {"url": "http://127.0.0.1:9", "token_url": "http://127.0.0.1:9/token", "client_id": "parcours"}
    settings |= {"secret": str(tmp_path / "secret"), "sender": "0000000097", "application": "a", "message_type": "t"}
    plateforme.base.run(
        f"for name, value in {settings!r}.items():\n"
        "    env['ir.config_parameter'].set_param('parcours_accueil.ebox_' + name, value)\n"
        "env.cr.commit()"
    )
    sessions = [plateforme.odoo.session(login) for login in LOGINS]
    call = sessions[0]
    [file] = call("parcours.dossier", "search", TO_INFORM[:2], order="id desc", offset=1, limit=1)
    answers = at_once(*[lambda c=c: c("parcours.dossier", "write", [file], {"accord_ebox": True}) for c in sessions])
    assert not refused(answers), answers
    assert call("parcours.accord", "search_count", [("dossier_id", "=", file)]) == 1
    kind = {"genre": "invitation_piece", "precision": "A copy of the card."}
    call(WINDOW, "action_confirmer", [window(call, file, canal=False, **kind)])
    [letter] = [letter for letter in letters(call, file) if letter["genre"] == "invitation_piece"]
    answers = at_once(*[lambda c=c: c(LETTER, "action_envoyer_ebox", [letter["id"]]) for c in sessions])
    assert len(refused(answers)) == 2, answers
    assert all("does not wait already" in words for words in refused(answers)), answers
    [waiting] = call(LETTER, "read", [letter["id"]], ["state", "ebox_etat"])
    assert (waiting["state"], waiting["ebox_etat"]) == ("imprime", "attente")
    # one takes it back while another one posts it: either is whole
    at_once(
        lambda: sessions[0](LETTER, "action_reprendre_ebox", [letter["id"]]),
        lambda: sessions[1]("parcours.dossier", "write", [file], {"accord_ebox": False}),
    )
    [left] = call(LETTER, "read", [letter["id"]], ["state", "ebox_etat"])
    assert left["state"] == "imprime"
    assert left["ebox_etat"] in (False, "refuse", "doute")


def test_what_was_entered_by_mistake_is_taken_back_once_by_two_people(plateforme):
    sessions = [plateforme.odoo.session(login) for login in LOGINS]
    call = sessions[0]
    [file] = call("parcours.dossier", "search", TO_INFORM[:2], order="id desc", offset=2, limit=1)
    kind = {"genre": "invitation_piece", "precision": "A copy of the card."}
    call(WINDOW, "action_confirmer", [window(call, file, canal="accuse", preuve_envoi="RR000000003BE", **kind)])
    [letter] = [letter for letter in letters(call, file) if letter["genre"] == "invitation_piece"]
    assert letter["state"] == "poste"
    said = {"dossier_id": file, "courrier_id": letter["id"]}
    [back] = call(WINDOW, "create", [said | {"geste": "retourner", "retour": "inconnu"}])
    call(WINDOW, "action_confirmer", [back])
    mistake = said | {"geste": "corriger", "motif": "Another letter.", "etat_vu": "retourne"}
    windows = [c(WINDOW, "create", [mistake])[0] for c in sessions]
    answers = at_once(
        *[lambda c=c, w=w: c(WINDOW, "action_confirmer", [w]) for c, w in zip(sessions, windows, strict=True)]
    )
    assert len(refused(answers)) == 2, answers
    [kept] = call(LETTER, "read", [letter["id"]], ["state", "preuve_envoi", "corrections"])
    assert (kept["state"], kept["preuve_envoi"], len(kept["corrections"])) == ("poste", "RR000000003BE", 1)


def bulk(call, chosen):
    """Return a window that makes attestations for these files."""
    [made] = call(BULK, "create", [{"dossier_ids": [[6, 0, chosen]], "genre": "attestation_obligation"}])
    return made


def test_many_letters_asked_for_twice_are_made_once_by_one_person_or_by_two(plateforme, near):
    sessions, chosen = [plateforme.odoo.session(login) for login in LOGINS], [next(near) for _rank in range(3)]
    call = sessions[0]
    one = bulk(call, chosen)
    answers = at_once(*[lambda: call(BULK, "action_confirmer", [one])] * 3)
    assert not refused(answers), answers
    assert len({answer["res_id"] for answer in answers}) == 1, "a second click shows the first's"
    chosen = [next(near) for _rank in range(3)]
    windows = [bulk(c, chosen) for c in sessions]
    answers = at_once(
        *[lambda c=c, w=w: c(BULK, "action_confirmer", [w]) for c, w in zip(sessions, windows, strict=True)]
    )
    assert len(refused(answers)) == 2, answers
    assert all("None of these files" in words for words in refused(answers)), answers
    assert all(len(letters(call, file)) == 1 for file in chosen)


def test_a_table_taken_back_by_two_people_at_once_is_recorded_once(plateforme, near):
    sessions, file = [plateforme.odoo.session(login) for login in LOGINS[:2]], next(near)
    call = sessions[0]
    call(BULK, "action_confirmer", [bulk(call, [file])])
    plateforme.base.run(PRINT)
    [letter] = call(LETTER, "search_read", [("dossier_id", "=", file)], ["name"])
    day = f"{aujourdhui():%d/%m/%Y}"
    table = f"Lettre;Canal;Numéro d'envoi;Posté le\r\n{letter['name']};Recommandé;RR000000077BE;{day}\r\n"
    answered = {"fichier": base64.b64encode(table.encode()).decode(), "nom": "retour.csv"}
    windows = [c(BACK, "create", [answered])[0] for c in sessions]
    tables = [c(BACK, "action_lire", [w])["res_id"] for c, w in zip(sessions, windows, strict=True)]
    answers = at_once(
        *[lambda c=c, t=t: c(TABLE, "action_prendre", [t]) for c, t in zip(sessions, tables, strict=True)]
    )
    assert not refused(answers), answers
    plateforme.base.run("env['parcours.courrier.bordereau']._cron_prendre()")
    # clicked once more: it says that nothing is left to record
    again = at_once(*[lambda c=c, t=t: c(TABLE, "action_prendre", [t]) for c, t in zip(sessions, tables, strict=True)])
    assert len(refused(again)) == 2, again
    states = [c(TABLE, "read", [t], ["nombre_prises", "nombre_deja"])[0] for c, t in zip(sessions, tables, strict=True)]
    assert sorted((lu["nombre_prises"], lu["nombre_deja"]) for lu in states) == [(0, 1), (1, 0)]
    [sent] = letters(call, file)
    assert (sent["state"], sent["preuve_envoi"], handed_over(call, file)) == ("poste", "RR000000077BE", 1)


def killed_while(plateforme, call, *arguments, after):
    """Make that call, and kill -9 the server as soon as `after()` is true; it is up again on return."""
    fate = []

    def make():
        try:
            fate.append(call(*arguments))
        except (RuntimeError, OSError) as error:
            fate.append(error)

    thread = threading.Thread(target=make)
    thread.start()
    end = time.monotonic() + 30
    while not after():
        assert time.monotonic() < end and thread.is_alive(), f"the moment to kill never came: {fate}"
        time.sleep(0.02)
    plateforme.odoo.kill()
    thread.join()
    plateforme.odoo.start()
    return fate[0]


def test_a_server_killed_while_it_prints_then_while_it_posts_loses_nothing_and_does_neither_twice(plateforme, files):
    call, file = plateforme.odoo.session(LOGINS[0]), next(files)

    def attestations():
        # another test may have asked this person for a document
        return [letter for letter in letters(call, file) if letter["genre"] == "attestation_obligation"]

    one = window(call, file, canal="accuse")
    plateforme.registre.control("pannes", latence_ms=4000)
    start = time.monotonic()
    fate = killed_while(
        plateforme, call, WINDOW, "action_confirmer", [one], after=lambda: time.monotonic() - start > 1.5
    )
    plateforme.registre.control("pannes", latence_ms=0)
    assert isinstance(fate, Exception), fate
    call = plateforme.odoo.session(LOGINS[0])
    assert (attestations(), handed_over(call, file)) == ([], 0)
    call(WINDOW, "action_confirmer", [one])
    [letter] = attestations()
    assert (letter["state"], handed_over(call, file)) == ("imprime", 0)
    printed = letter
    step = {"dossier_id": file, "type": "attestation_remise", "canal": "accuse", "preuve_envoi": "RR000000002BE"}
    [posting] = call("parcours.evenement.wizard", "create", [step])
    start = time.monotonic()
    killed_while(
        plateforme, call, "parcours.evenement.wizard", "action_enregistrer", [posting],
        after=lambda: time.monotonic() - start > 0.05,
    )  # fmt: skip
    call = plateforme.odoo.session(LOGINS[0])
    [letter] = attestations()
    # whole or not at all: the letter and its entry go together
    assert (letter["state"], handed_over(call, file)) in (("imprime", 0), ("poste", 1))
    assert letter["imprime_le"] == printed["imprime_le"]
    at_once(*[lambda: call("parcours.evenement.wizard", "action_enregistrer", [posting])] * 2)
    [letter] = attestations()
    assert (letter["state"], letter["preuve_envoi"], handed_over(call, file)) == ("poste", "RR000000002BE", 1)
    # printed again: the same, and it posts nothing again
    call(LETTER, "action_ouvrir", [letter["id"]])
    assert handed_over(call, file) == 1
