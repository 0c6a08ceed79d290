# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Two people at once on one file, in real transactions and sessions: joined once, and no text lost."""

from tests.serveur import at_once

SCHAERBEEK = "21015"
NAMES = [f"agent.{SCHAERBEEK}", f"chef.{SCHAERBEEK}"]


def two_files(base):
    """Two files of one commune, and the pair that a replaced number makes of them."""
    (one, first), (two, second) = base.sql(
        "SELECT d.id, d.personne_id FROM parcours_dossier d JOIN res_company c ON c.id = d.company_id "
        f"WHERE c.nis_code = '{SCHAERBEEK}' AND d.personne_id IS NOT NULL "
        "ORDER BY (d.phase = 'dossier') DESC, d.date_reference, d.id LIMIT 2"
    )
    [[pair]] = base.sql(
        "INSERT INTO registre_jonction "
        "(personne_id, ancienne_id, niss, niss_ancien, state, dossier_id, dossier_joint_id) "
        f"SELECT p.id, a.id, p.niss, a.niss, 'a_faire', {one}, {two} FROM registre_personne p, registre_personne a "
        f"WHERE p.id = {second} AND a.id = {first} RETURNING id"
    )
    return one, two, pair


def test_two_heads_who_join_at_once_join_once_and_the_second_is_told_who_did(plateforme):
    one, two, pair = two_files(plateforme.base)
    heads = [plateforme.odoo.session(NAMES[1]), plateforme.odoo.session("vivalis.direction")]
    answers = at_once(*(lambda call=call: call("registre.jonction", "action_joindre", [pair]) for call in heads))
    refused = [answer for answer in answers if isinstance(answer, str)]
    assert len(refused) == 1, answers
    assert "already joined" in refused[0] or "déjà" in refused[0], refused
    joined = plateforme.base.sql(
        f"SELECT count(*) FROM parcours_evenement WHERE type = 'jonction' AND dossier_id IN ({one}, {two})"
    )
    assert joined == [(1,)]


def test_an_agent_who_is_no_head_joins_nothing_and_is_told_who_does(plateforme):
    _one, _two, pair = two_files(plateforme.base)
    agent = plateforme.odoo.session(NAMES[0])
    [refused] = at_once(lambda: agent("registre.jonction", "action_joindre", [pair]))
    assert isinstance(refused, str) and "Vivalis" in refused, refused
    assert plateforme.base.sql(f"SELECT state FROM registre_jonction WHERE id = {pair}") == [("a_faire",)]


def test_two_sessions_that_save_a_note_at_once_both_keep_their_text(plateforme):
    [[file]] = plateforme.base.sql(
        "SELECT d.id FROM parcours_dossier d JOIN res_company c ON c.id = d.company_id "
        f"WHERE c.nis_code = '{SCHAERBEEK}' AND d.active AND d.note IS NULL ORDER BY d.id DESC LIMIT 1"
    )
    sessions = [plateforme.odoo.session(name) for name in NAMES]
    texts = ["<p>Vue au guichet.</p>", "<p>Rappel par telephone.</p>"]
    values = [{"note": text, "textes_vus": {"note": ""}} for text in texts]
    at_once(
        *(
            lambda call=call, vals=vals: call("parcours.dossier", "web_save", [file], vals, specification={"note": {}})
            for call, vals in zip(sessions, values, strict=True)
        )
    )
    [[note]] = plateforme.base.sql(f"SELECT note FROM parcours_dossier WHERE id = {file}")
    assert all(text in note for text in texts), note
