# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""`python -m tests.histoires DIR`: the catalogue as NUMBER.xml files, and what the law says of each in index.tsv."""

import sys
from pathlib import Path

from .cas import CAS


def main(arguments):
    if len(arguments) != 1:
        sys.stderr.write("Usage: python -m tests.histoires DIR\n")
        return 1
    dossier = Path(arguments[0])
    dossier.mkdir(parents=True, exist_ok=True)
    lignes = ["numero\tresultat\texemption\tregle\tcas\tloi"]
    for cas in CAS:
        (dossier / f"{cas.histoire.niss}.xml").write_bytes(cas.histoire.xml())
        lignes.append("\t".join((cas.histoire.niss, cas.resultat, cas.exemption, cas.regle, cas.nom, cas.loi)))
    (dossier / "index.tsv").write_text("\n".join(lignes) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(CAS)} files in {dossier}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
