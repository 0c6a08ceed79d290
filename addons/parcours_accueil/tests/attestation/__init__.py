# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
from . import test_attestations, test_verification
