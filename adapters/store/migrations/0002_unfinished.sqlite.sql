CREATE TRIGGER claims_taken AFTER INSERT ON claims
BEGIN
    INSERT INTO unfinished (msg_id, sender, variant) VALUES (new.msg_id, new.sender, new.variant);
END;
