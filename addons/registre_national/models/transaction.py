# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Commits of the long jobs: nowhere but here."""

from odoo import modules


def valider_lot(env, traites: int = 0, restants: int | None = None) -> float:
    """Commit what was done of a long job, and tell the cron's progress when there is one.

    Inside a test the transaction belongs to the test: what is pending is only written, and nothing is committed.
    :return: seconds the job may still take; infinite outside a cron.
    """
    if modules.module.current_test:
        env.flush_all()
        return float("inf")
    return env["ir.cron"]._commit_progress(traites, remaining=restants)
