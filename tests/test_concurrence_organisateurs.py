# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Two organisers, or two windows of one, at the same moment, in real transactions: one registration, one agreement."""

import base64
import io
from concurrent.futures import ThreadPoolExecutor

from PIL import Image

from tests.test_navigateur_organisateurs import ELSEWHERE

SCHAERBEEK = "21015"


def drawing():
    """A signature as a browser sends it."""
    octets = io.BytesIO()
    Image.new("RGBA", (300, 100), (0, 0, 139, 255)).save(octets, "PNG")
    return base64.b64encode(octets.getvalue()).decode("ascii")


def together(gestures):
    """Take these gestures at the same moment; return whether each was taken."""

    def attempt(gesture):
        try:
            gesture()
        except Exception as refused:  # noqa: BLE001
            return str(refused)
        return True

    with ThreadPoolExecutor(len(gestures)) as pool:
        return list(pool.map(attempt, gestures))


def test_two_windows_of_two_organisers_register_somebody_once_and_two_signatures_are_one(plateforme):
    [(file, number, _name)] = plateforme.base.sql(
        ELSEWHERE.replace("d.name LIMIT", "d.name DESC LIMIT") % (SCHAERBEEK, 1)
    )
    gestures, sessions = [], {}
    for user, language in (("bapa.via", "fr"), ("bon", "nl")):
        call = sessions[user] = plateforme.odoo.session(user)
        window = call("registre.recherche", "ouvrir_trace", number, "guichet")["res_id"]
        call("parcours.inscription.fenetre", "write", [window], {"langue": language})
        gestures.append(
            lambda call=call, window=window: call("parcours.inscription.fenetre", "action_inscrire", [window])
        )
    answers = together(gestures)
    assert answers.count(True) == 1, answers
    [(enrolments, organiser, enrolment)] = plateforme.base.sql(
        "SELECT count(*) OVER (), o.code, i.id FROM parcours_inscription i JOIN parcours_organisateur o "
        f"ON o.id = i.organisateur_id WHERE i.dossier_id = {file}"
    )
    assert int(enrolments) == 1
    user = {"bapa_via": "bapa.via", "bon": "bon"}[organiser]
    call = sessions[user]
    values = {"inscription_id": int(enrolment), "presents": "Camille", "signature": drawing()}
    windows = [call("parcours.convention.fenetre", "create", values) for _one in range(2)]
    answers = together([lambda w=w: call("parcours.convention.fenetre", "action_signer", [w]) for w in windows])
    assert answers.count(True) == 1, answers
    [(kept,)] = plateforme.base.sql(f"SELECT count(*) FROM parcours_convention WHERE dossier_id = {file}")
    assert int(kept) == 1
