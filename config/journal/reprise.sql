-- Part of Parcours d'accueil. See LICENSE file for full copyright and licensing details.
--
-- The entries that Odoo's own table held until 19.0.2.0.0, with their seals, whatever columns it had. Run by the owner, into an empty log.
DO $$
DECLARE
    colonnes text;
BEGIN
    IF EXISTS (SELECT FROM journal.entree) THEN
        RAISE EXCEPTION 'the log has entries of its own already: those of public.registre_consultation cannot come before them';
    END IF;
    SELECT string_agg(quote_ident(attname), ', ') INTO colonnes
      FROM pg_attribute
     WHERE attrelid = 'journal.entree'::regclass AND attnum > 0 AND NOT attisdropped
       AND attname IN (SELECT attname FROM pg_attribute
                        WHERE attrelid = 'public.registre_consultation'::regclass AND attnum > 0 AND NOT attisdropped);
    EXECUTE format('INSERT INTO journal.entree (%1$s) SELECT %1$s FROM public.registre_consultation ORDER BY sequence', colonnes);
END $$;
