# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""How patient property tests are: a machine that does something else meanwhile is no defect of the code."""

from hypothesis import HealthCheck, settings

settings.register_profile("parcours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("parcours")

#: Says at the end how many attempts held (tests/acces).
pytest_plugins = ["tests.acces.compte"]
