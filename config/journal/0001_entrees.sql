-- Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
--
-- The entries, the view they are read by, and the one function that adds to them. Run by the owner, parcours_journal.

CREATE TABLE journal.entree (
    sequence integer PRIMARY KEY,
    date timestamp NOT NULL,
    user_id integer NOT NULL,
    processus varchar,
    niss varchar NOT NULL,
    its varchar NOT NULL,
    finalite varchar NOT NULL,
    reference varchar NOT NULL,
    tentative integer NOT NULL,
    nature varchar NOT NULL,
    code varchar,
    duree_ms integer,
    operation varchar,
    motif varchar,
    precision varchar,
    service_id integer,
    login varchar,
    nom varchar,
    role varchar,
    motif_recherche varchar,
    resultat varchar,
    -- Both empty in the entries of before seals had a key.
    version integer,
    cle varchar,
    previous_hash varchar NOT NULL,
    hash varchar NOT NULL
);
-- No key to a user or a service: an entry outlives both, and says their names itself.
CREATE INDEX entree_niss ON journal.entree (niss);
CREATE INDEX entree_date ON journal.entree (date);

CREATE FUNCTION journal.refuser() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'the consultation log is append-only: % is not allowed', TG_OP;
END $$;
-- Against a slip of the owner; others have no right on the table at all.
CREATE TRIGGER entree_ligne BEFORE UPDATE OR DELETE ON journal.entree FOR EACH ROW EXECUTE FUNCTION journal.refuser();
CREATE TRIGGER entree_table BEFORE TRUNCATE ON journal.entree FOR EACH STATEMENT EXECUTE FUNCTION journal.refuser();

CREATE VIEW journal.consultation AS SELECT sequence AS id, * FROM journal.entree;

-- Add a batch of entries that follow the last one: numbers without a hole, each with the seal of the one before. The seals themselves
-- are checked by who has the key, which no database has.
CREATE FUNCTION journal.ajouter(lignes json) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    derniere integer;
    dernier varchar;
    mauvaise integer;
    fin integer;
BEGIN
    SELECT e.sequence, e.hash INTO derniere, dernier FROM journal.entree e ORDER BY e.sequence DESC LIMIT 1;
    WITH nouvelles AS (
        INSERT INTO journal.entree SELECT * FROM json_populate_recordset(NULL::journal.entree, lignes)
        RETURNING sequence, previous_hash, hash, login, version, cle
    )
    SELECT min(sequence) FILTER (WHERE sequence <> avant + 1 OR previous_hash <> sceau_avant OR hash = '' OR login IS NULL
               OR version IS NULL OR cle IS NULL), max(sequence)
      INTO mauvaise, fin
      FROM (SELECT *, lag(sequence, 1, coalesce(derniere, 0)) OVER suite AS avant,
                   lag(hash, 1, coalesce(dernier, '')) OVER suite AS sceau_avant
              FROM nouvelles WINDOW suite AS (ORDER BY sequence)) x;
    IF mauvaise IS NOT NULL THEN
        RAISE EXCEPTION 'entry % does not follow the last entry of the consultation log', mauvaise;
    END IF;
    RETURN fin;
END $$;

REVOKE ALL ON FUNCTION journal.refuser(), journal.ajouter(json) FROM PUBLIC;
GRANT USAGE ON SCHEMA journal TO odoo;
GRANT SELECT ON journal.consultation TO odoo;
GRANT EXECUTE ON FUNCTION journal.ajouter(json) TO odoo;
