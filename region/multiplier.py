# Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
"""The fast path: lives that were played are multiplied in the database itself, so many times, each copy with ids,
numbers and references of its own. For benches and figures: what a copy says, its original says, day for day.

Copies leave out what only the register or a screen needs of one person (messages, followers, the log of consultations);
a light multiplication leaves out the entries of the register and the examinations too, which are most of the bytes.
"""

from __future__ import annotations

#: What belongs to somebody, each after what it refers to.
MODELES = (
    *("registre.personne", "registre.niss", "registre.jonction", "registre.information", "registre.anomalie"),
    *("parcours.dossier", "parcours.examen", "parcours.exemption", "parcours.suspension"),
    *("parcours.contestation", "parcours.delai", "parcours.evenement", "parcours.inscription", "parcours.attente"),
    *("sanction.dossier", "sanction.infraction", "sanction.audition", "sanction.decision", "sanction.recours"),
    *("parcours.seance", "parcours.presence", "parcours.suivi", "parcours.niveau", "parcours.dispense"),
    *("parcours.assiduite", "parcours.decrochage"),
    *("sanction.mouvement", "mail.activity"),
)
LOURDS = frozenset(("registre.information", "parcours.examen"))
#: Columns that hold the id of something that was multiplied without being a many2one, or 0.
IDS = {("parcours.delai", "objet"), ("mail.activity", "res_id")}
#: Columns with a value that nobody else may have.
REFERENCES = {("parcours.dossier", "reference"), ("sanction.dossier", "reference")}
NUMEROS = {
    *(("registre.personne", "niss"), ("registre.niss", "niss"), ("parcours.dossier", "niss")),
    *(("registre.jonction", "niss"), ("registre.jonction", "niss_ancien")),
}
#: In the count of a term, the suspensions that its lines are about.
COMPTE = ("parcours.delai", "compte")

#: Numbers of copies, one for each rank and sex: months 61 to 72, serials of no person of the population (simulateur).
FONCTIONS = """
CREATE OR REPLACE FUNCTION pg_temp.numero(rang bigint, sexe text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT neuf || lpad((97 - neuf::bigint % 97)::text, 2, '0')
      FROM (SELECT lpad((rang / 33264)::text, 2, '0') || (61 + rang / 2772 % 12)::text
                   || lpad((1 + rang / 99 % 28)::text, 2, '0')
                   || (800 + 2 * (rang % 99) + CASE WHEN sexe = '1' THEN 1 ELSE 0 END)::text AS neuf) n $$;
CREATE OR REPLACE FUNCTION pg_temp.compte(compte jsonb, decalage bigint) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT jsonb_set(compte, '{lignes}', (
        SELECT jsonb_agg(CASE WHEN ligne ->> 0 <> 'suspension' THEN ligne ELSE jsonb_set(ligne, '{3}', (
            SELECT jsonb_agg(CASE WHEN jsonb_typeof(r) = 'number' THEN to_jsonb(r::bigint + decalage) ELSE r END)
              FROM jsonb_array_elements(ligne -> 3) r)) END)
          FROM jsonb_array_elements(compte -> 'lignes') ligne)) $$;
CREATE TEMPORARY TABLE multiplie_numero AS
    SELECT n.niss, row_number() OVER (ORDER BY n.id) - 1 AS rang, COALESCE(p.sexe, '1') AS sexe
      FROM registre_niss n JOIN registre_personne p ON p.id = n.personne_id;
CREATE UNIQUE INDEX ON multiplie_numero (niss);
"""


def multiplier(env, fois, leger=False):
    """Multiply all the lives of a database until there are so many times as many.

    :param int fois: times; 1 changes nothing
    :param bool leger: leave out the entries of the register and the examinations
    :return: ``{model: rows added}``
    """
    env.flush_all()
    cr = env.cr
    cr.execute(FONCTIONS)
    modeles = [env[nom] for nom in MODELES if not (leger and nom in LOURDS)]
    pas = _pas(cr, modeles)
    cr.execute("SELECT count(*) FROM multiplie_numero")
    [numeros] = cr.fetchone()
    valeurs = {"fois": fois, "pas": pas, "numeros": numeros, "modeles": list(MODELES)}
    refaire, ajoutes = _alleger(cr, [modele._table for modele in modeles]), {}
    for modele in modeles:
        cr.execute(_requete(modele, {m._name for m in modeles}), valeurs)
        ajoutes[modele._name] = cr.rowcount
    for definition in refaire:
        cr.execute(definition)
    for modele in modeles:
        cr.execute(f"SELECT setval(pg_get_serial_sequence('{modele._table}', 'id'), max(id)) FROM {modele._table}")
    _avancer_references(env)
    # numbers and references of copies are their own
    env["registre.personne"]._remplir_recherche()
    cr.execute("DROP TABLE multiplie_numero")
    env.invalidate_all(flush=False)
    cr.commit()
    return ajoutes


def _pas(cr, modeles):
    """Return the step between the ids of a record and of its next copy: one for all tables, and all ids of before."""
    maxima = []
    for modele in modeles:
        cr.execute(f"SELECT COALESCE(max(id), 0) FROM {modele._table}")
        maxima += cr.fetchone()
    return max(maxima)


def _requete(modele, noms):
    """Return the statement that adds the copies of the rows of a model."""
    colonnes = _colonnes(modele, noms)
    numeros = [nom for nom_modele, nom in sorted(NUMEROS) if nom_modele == modele._name]
    jointures = " ".join(f"LEFT JOIN multiplie_numero m_{nom} ON m_{nom}.niss = t.{nom}" for nom in numeros)
    condition = "WHERE t.res_model = ANY(%(modeles)s)" if modele._name == "mail.activity" else ""
    cibles = ", ".join(f'"{nom}"' for nom in colonnes)
    return (
        f"INSERT INTO {modele._table} ({cibles})"
        f" SELECT {', '.join(colonnes.values())} FROM {modele._table} t"
        f" CROSS JOIN generate_series(1, %(fois)s - 1) AS k {jointures} {condition} ORDER BY k, t.id"
    )


def _colonnes(modele, noms):
    """Return ``{column: SQL of its value in a copy}`` of a table."""
    colonnes = {}
    for nom, champ in modele._fields.items():
        if not champ.store or not champ.column_type:
            continue
        colonne, cle = f't."{nom}"', (modele._name, nom)
        decalee = f"{colonne} + k * %(pas)s"
        if nom == "id" or (champ.type == "many2one" and champ.comodel_name in noms):
            colonne = decalee
        elif champ.type == "many2one" and champ.comodel_name in LOURDS:
            colonne = "NULL"
        elif cle in IDS:
            colonne = f"CASE WHEN {colonne} = 0 THEN 0 ELSE {decalee} END"
        elif cle in NUMEROS:
            colonne = f"pg_temp.numero(m_{nom}.rang + (k - 1) * %(numeros)s, m_{nom}.sexe)"
        elif cle in REFERENCES:
            chiffres = f"substring({colonne} from '[0-9]+$')"
            suite = (
                f"({chiffres}::bigint + k * (SELECT max({chiffres.replace('t.', '')}::bigint) FROM {modele._table}))"
            )
            colonne = (
                f"regexp_replace({colonne}, '[0-9]+$', '')"
                f" || lpad({suite}::text, greatest(length({chiffres}), length({suite}::text)), '0')"
            )
        elif cle == COMPTE:
            colonne = (
                f"CASE WHEN {colonne}::text LIKE '%%suspension%%' THEN pg_temp.compte({colonne}, k * %(pas)s)"
                f" ELSE {colonne} END"
            )
        colonnes[nom] = colonne
    return colonnes


def _alleger(cr, tables):
    """Drop the foreign keys among those tables, which name one another, and the indexes that are no constraint; return
    what makes them again: once for all rows is much faster."""
    cr.execute(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'f' AND conrelid = ANY(%(t)s::regclass[]) AND confrelid = ANY(%(t)s::regclass[])"
        " ORDER BY 1, 2",
        {"t": tables},
    )
    refaire = []
    for table, nom, definition in cr.fetchall():
        cr.execute(f"ALTER TABLE {table} DROP CONSTRAINT {nom}")
        refaire.append(f"ALTER TABLE {table} ADD CONSTRAINT {nom} {definition}")
    cr.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i"
        " LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid"
        " WHERE i.indrelid = ANY(%(t)s::regclass[]) AND c.oid IS NULL ORDER BY 1",
        {"t": tables},
    )
    index = cr.fetchall()
    for nom, _definition in index:
        cr.execute(f"DROP INDEX {nom}")
    # the keys look for what they name in the indexes
    return [*(definition for _nom, definition in index), *refaire]


def _avancer_references(env):
    """Let the sequences of references go on after those of the copies."""
    for code, modele in (("parcours.dossier", "parcours_dossier"), ("sanction.dossier", "sanction_dossier")):
        for sequence in env["ir.sequence"].search([("code", "=", code), ("implementation", "=", "standard")]):
            env.cr.execute(
                f"SELECT setval('ir_sequence_{sequence.id:03d}', max(substring(reference from '[0-9]+$')::bigint))"
                f" FROM {modele} HAVING count(*) > 0"
            )
