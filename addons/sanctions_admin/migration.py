# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""What the scripts of `migrations/` say to people: Odoo finds the translations of an addon by the module that asks."""

from odoo.addons.parcours_socle.paroles import dire


def tell_stages(env, before):
    """Tell the official of each sanction that left the stage where its card was: the stage follows the ledger, and a
    card that was moved without a record, or back, has nothing there. A note stays on the sanction.

    :param dict before: sanction -> its stage, before the ledger was made
    """
    moved = env["sanction.dossier"].browse(
        [sanction.id for sanction, stage in before.items() if sanction.stage_id != stage]
    )
    stages = {sanction.id: stage.id for sanction, stage in before.items()}

    def text(env, sanction):
        return env._(
            "Until the update this sanction stood at “%(before)s”; it now stands at “%(after)s”. Its card had been "
            "moved by hand: from now on the stage is the furthest one that the records reached. Nothing else was "
            "changed. If a record is missing (hearing, decision, appeal), enter it with its own date: the stage "
            "follows.",
            before=env["sanction.stage"].browse(stages[sanction.id]).name,
            after=sanction.stage_id.name,
        )

    for sanction in moved:
        sanction._message_log(body=dire(sanction, lambda lu: text(lu.env, lu)))
    env["mail.activity"]._donner(
        "sanctions_admin.activite_dossier",
        moved,
        lambda env, _sanction: env._("The stage changed with the update: look whether a record is missing"),
        text,
    )


def tell_faults(env):
    """Tell the official of each sanction what of it could not be entered any more: several decisions on one
    infringement, dates out of order, a fine without a hearing, fines above the ceiling, an annulled fine that is
    still claimed. Nothing is changed; a note stays on the sanction."""
    faults = {}
    sanctions = env["sanction.dossier"].search([])
    found = sanctions._constat()
    for infraction, fault in found.fautes:
        faults.setdefault(infraction.sanction_id, []).append(lambda lu, fault=fault: lu._phrase_faute(fault))
    for sanction in sanctions:
        total = found.totaux.get(sanction.dossier_id, 0)
        ceiling = sanction.reglement_id and sanction.reglement_id._valeur("plafond_amendes")
        if sanction.decision_ids and ceiling and total > ceiling:
            faults.setdefault(sanction, []).append(
                lambda lu, total=total, ceiling=ceiling: lu._phrase_plafond(total, ceiling)
            )
        for decision in sanction.decision_ids.filtered("annulee"):
            if sum(decision.mouvement_ids.mapped("montant_signe")) > 0:
                faults.setdefault(sanction, []).append(
                    lambda lu: lu.env._("An annulled fine is still claimed in the account.")
                )

    def text(env, sanction):
        return env._(
            "Found at an update. This could be entered before, and cannot any more: %s Nothing was changed. See with a "
            "head of Vivalis what must follow.",
            " ".join(dict.fromkeys(fault(sanction.with_env(env)) for fault in faults[sanction])),
        )

    told = sanctions.browse().union(*faults)
    for sanction in told:
        sanction._message_log(body=dire(sanction, lambda lu: text(lu.env, lu)))
    env["mail.activity"]._donner(
        "sanctions_admin.activite_dossier",
        told,
        lambda env, _sanction: env._("Found at an update: this could not be entered any more"),
        text,
    )


def tell_changes(env):
    """Record on each open sanction what was entered in its pathway file since it arrived: it awaits an answer."""
    sanctions = env["sanction.dossier"].search([("stage_id.code", "!=", "cloture")])
    entries = sanctions._changements()
    sanctions.filtered(lambda sanction: entries[sanction.id])._avertir(
        lambda env, sanction: sanction.with_env(env)._phrase_changements(entries[sanction.id])
    )
