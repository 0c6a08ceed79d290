# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Letters printed for many files, those sent by eBox, and what the post answers taken back: killed with kill -9
half-way, then run again, nobody gets two and nobody none, and each line is recorded once."""

from simulateur.ebox import Ebox
from tests.serveur import collect, connect
from tests.test_coupure import count, kill_when

LETTERS = 90
#: A letter without an address is handed over.
SENT = "state IN ('poste', 'recu')"
PRINT = 'env["parcours.courrier.lot"]._cron_imprimer()'
#: People who were told of their obligation: an attestation is made for each of those who were not.
AGENT = """
from odoo.addons.registre_national.tests.habilitation import habiliter
communes = env["parcours.dossier"].search([("resultat", "=", "oblige"), ("phase", "=", "dossier")]).company_id
agent = env["res.users"].create({"name": "Essai", "login": "essai.coupure", "company_ids": communes.ids,
    "company_id": communes[0].id, "group_ids": env.ref("parcours_accueil.group_agent").ids})
habiliter(agent)
files = env["parcours.dossier"].with_user(agent).with_context(allowed_company_ids=communes.ids)
"""
ASK = f"""{AGENT}
refus = lambda file: file._refus_etape("attestation_remise", None, {{}})
chosen = files.search([("resultat", "=", "oblige"), ("phase", "=", "dossier"), ("issue_a_appliquer", "=", False)])
env["parcours.courrier.lot"].with_env(files.env)._creer(chosen[:{LETTERS}], "attestation_obligation", "ordinaire")
env.cr.commit()
"""
#: The table that comes back, looked at by the agent and recorded in the background.
ASK_BACK = """
from odoo.addons.parcours_socle.jour import aujourdhui
agent = env["res.users"].search([("login", "=", "essai.coupure")])
theirs = env["parcours.courrier"].with_user(agent).with_context(allowed_company_ids=agent.company_ids.ids)
ways = {True: "En mains propres", False: "Recommandé"}
rows = [f"{letter.name};{ways[letter.remis]};RR{letter.id:09d}BE;{aujourdhui():%d/%m/%Y}"
    for letter in theirs.search([("state", "=", "imprime")])]
table = "\\r\\n".join(["Lettre;Canal;Numéro d'envoi;Posté le", *rows])
env["parcours.courrier.bordereau"].with_env(theirs.env)._lire("retour.csv", table.encode()).action_prendre()
env.cr.commit()
"""
TAKE_BACK = """
from odoo.addons.parcours_accueil.models.courrier import parcours_courrier_bordereau
parcours_courrier_bordereau.TAILLE = 10
env["parcours.courrier.bordereau"]._cron_prendre()
"""


def test_killed_half_way_and_run_again_each_letter_is_printed_once(bases, registre):
    base, register = bases(), registre(people=700, seed=21)
    connect(base, register)
    collect(base)
    base.run(ASK)
    wanted = count(base, "parcours_courrier", "lot_id IS NOT NULL")
    assert wanted >= LETTERS * 0.9
    register.control("pannes", latence_ms=20)
    consulted = count(base, "journal.consultation", "motif = 'courrier' AND service_id IS NOT NULL")
    assert not consulted
    # While the register is asked; then when some are printed and others are not.
    kill_when(base, lambda b: count(b, "journal.consultation", "motif = 'courrier'") > 0, code=PRINT)
    printed = []
    for more in (1, 30):
        kill_when(base, lambda b, more=more: count(b, "parcours_courrier", "state = 'imprime'") >= more, code=PRINT)
        printed.append(base.sql("SELECT id, imprime_le FROM parcours_courrier WHERE state = 'imprime' ORDER BY id"))
    assert 0 < len(printed[0]) < wanted
    base.run(PRINT)
    assert not count(base, "parcours_courrier", "state IN ('brouillon', 'pret')")
    assert not count(base, "parcours_courrier_lot", "state != 'fini'")
    after = dict(base.sql("SELECT id, imprime_le FROM parcours_courrier WHERE state = 'imprime'"))
    # What was printed before the accident was not printed again, and each has one PDF.
    for before in printed:
        assert dict(before).items() <= after.items()
    pdfs = count(base, "ir_attachment", "res_model = 'parcours.courrier' AND res_field = 'pdf'")
    assert pdfs == len(after) == wanted - count(base, "parcours_courrier", "state = 'ecarte'")
    assert len(after) >= LETTERS * 0.8
    back(base, len(after))


def back(base, letters):
    """Take back the table of these letters, killed half-way twice, and see that each was posted once."""
    base.run(ASK_BACK)
    assert count(base, "parcours_courrier_bordereau_ligne", "suite = 'a_prendre'") == letters
    for more in (1, 30):
        kill_when(
            base,
            lambda b, more=more: count(b, "parcours_courrier_bordereau_ligne", "suite = 'prise'") >= more,
            code=TAKE_BACK,
        )
        taken = count(base, "parcours_courrier_bordereau_ligne", "suite = 'prise'")
        # a line, its letter and the entry of its file go together
        assert taken == count(base, "parcours_courrier", SENT)
        assert taken == count(base, "parcours_evenement", "preuve_envoi LIKE 'RR%'")
    assert taken < letters
    base.run(TAKE_BACK)
    assert not count(base, "parcours_courrier_bordereau", "state != 'fini'")
    assert count(base, "parcours_courrier_bordereau_ligne", "suite = 'prise'") == letters
    assert count(base, "parcours_courrier", SENT) == letters
    assert count(base, "parcours_evenement", "preuve_envoi LIKE 'RR%'") == letters


SEND = 'env["parcours.courrier"]._cron_ebox()'
#: Printed letters of people who agree to the eBox, put in its queue.
QUEUE = f"""{AGENT}
for name, value in SETTINGS.items():
    env["ir.config_parameter"].set_param("parcours_accueil.ebox_" + name, value)
for file in files.search([("stage_id.code", "=", "a_informer"), ("issue_a_appliquer", "=", False)], limit=4):
    file.accord_ebox = True
    letter = env["parcours.courrier"].with_env(files.env)._faire(file, "attestation_obligation", "fr_BE")
    letter._imprimer()
    letter.action_envoyer_ebox()
env.cr.commit()
"""


def test_killed_between_the_answer_of_the_ebox_and_its_record_each_letter_is_there_once(bases, registre, tmp_path):
    base, register = bases(), registre(people=200, seed=21)
    connect(base, register)
    collect(base)
    with Ebox() as ebox:
        secret = tmp_path / "secret"
        secret.write_text(ebox.secret)
        settings = {"url": ebox.url, "token_url": ebox.token_url, "client_id": ebox.client_id, "secret": str(secret)}
        settings |= {"sender": "0000000097", "application": "app", "message_type": "type"}
        base.run(f"SETTINGS = {settings!r}\n{QUEUE}")
        keys = {key for (key,) in base.sql("SELECT ebox_cle FROM parcours_courrier WHERE ebox_etat = 'attente'")}
        assert len(keys) == 4, "each has its key before anything is sent"
        for sent in (1, 2):
            # the message is kept there, and the answer never comes
            ebox.fail(after=True, silence=60)
            kill_when(base, lambda _base, sent=sent: len(ebox.messages) >= sent, code=SEND)
            assert not count(base, "parcours_courrier", "state = 'poste'"), "those never tried come first"
            assert count(base, "parcours_courrier", "ebox_etat = 'en_cours'") == sent
        base.run(SEND)
        assert {message.key for message in ebox.messages} == keys
        assert len(ebox.messages) == len(keys)
        assert ebox.calls["/ebox/messages"] == len(keys) + 2, "those of the accidents were asked for again"
        base.run(SEND)
        assert ebox.calls["/ebox/messages"] == len(keys) + 2
    assert count(base, "parcours_courrier", "state = 'poste' AND canal = 'ebox' AND ebox_le IS NOT NULL") == len(keys)
    assert count(base, "parcours_evenement", "type = 'attestation_remise' AND canal = 'ebox'") == len(keys)
