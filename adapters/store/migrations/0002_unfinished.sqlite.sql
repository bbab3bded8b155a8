CREATE TRIGGER claims_taken AFTER INSERT ON claims
BEGIN
    INSERT INTO unfinished (seq) VALUES (new.seq);
END;
