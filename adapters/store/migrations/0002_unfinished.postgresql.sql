-- Once per statement, not per row: a group of 200 claims costs one call.
CREATE FUNCTION claims_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO unfinished (seq) SELECT seq FROM added;
    RETURN NULL;
END $$;

CREATE TRIGGER claims_taken AFTER INSERT ON claims
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION claims_taken();
