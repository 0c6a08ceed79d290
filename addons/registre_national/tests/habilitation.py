# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The one way in which tests give users access to the register."""


def habiliter(users):
    """Record a statement of confidentiality for those of these users whose roles ask for one; return them all."""
    lignes = users.env["registre.habilitation"].sudo()
    lignes.create(
        [{"user_id": user.id, "date_declaration": "2020-01-06"} for user in users if user._doit_etre_habilite()]
    )
    return users
