# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""Pure: who gets which files when a head spreads them evenly."""

from heapq import heapify, heapreplace


def repartir(charges, files):
    """Give each file to whoever has the fewest at that moment, in order; return ``{agent: [file, …]}``.

    :param dict charges: agent -> files that they have already; the order of equals is that of the agents
    :param files: what is handed out, the most pressing first
    :raise ValueError: there is nobody
    """
    if not charges:
        raise ValueError("nobody to give the files to")
    tas = [(nombre, rang, agent) for rang, (agent, nombre) in enumerate(charges.items())]
    heapify(tas)
    parts = {agent: [] for agent in charges}
    for file in files:
        nombre, rang, agent = tas[0]
        parts[agent].append(file)
        heapreplace(tas, (nombre + 1, rang, agent))
    return parts


def suppleant(absent, remplacants):
    """Return who stands for somebody: the first who is present, from replacement to replacement; None when nobody does.

    :param absent: any user; who is present stands for themselves
    :param dict remplacants: who is absent -> who replaces them, or None
    """
    vus = set()
    while absent in remplacants:
        if absent in vus:
            return None
        vus.add(absent)
        absent = remplacants[absent]
    return absent
