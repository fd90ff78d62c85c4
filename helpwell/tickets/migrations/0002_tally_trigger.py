from django.db import migrations

FORWARD = """
CREATE FUNCTION tickets_count_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO tickets_tally (status, assignee_id, group_id, change)
    SELECT status, assignee_id, group_id, count(*) FROM arrived
    GROUP BY status, assignee_id, group_id;
    RETURN NULL;
END $$;

CREATE FUNCTION tickets_count_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO tickets_tally (status, assignee_id, group_id, change)
    SELECT status, assignee_id, group_id, -count(*) FROM gone
    GROUP BY status, assignee_id, group_id;
    RETURN NULL;
END $$;

CREATE FUNCTION tickets_count_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO tickets_tally (status, assignee_id, group_id, change)
    VALUES (OLD.status, OLD.assignee_id, OLD.group_id, -1),
           (NEW.status, NEW.assignee_id, NEW.group_id, 1);
    RETURN NULL;
END $$;

CREATE TRIGGER tickets_count_in AFTER INSERT ON tickets_ticket
    REFERENCING NEW TABLE AS arrived
    FOR EACH STATEMENT EXECUTE FUNCTION tickets_count_in();

CREATE TRIGGER tickets_count_out AFTER DELETE ON tickets_ticket
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION tickets_count_out();

CREATE TRIGGER tickets_count_over AFTER UPDATE ON tickets_ticket
    FOR EACH ROW
    WHEN ((OLD.status, OLD.assignee_id, OLD.group_id)
          IS DISTINCT FROM (NEW.status, NEW.assignee_id, NEW.group_id))
    EXECUTE FUNCTION tickets_count_over();
"""

BACKWARD = """
DROP TRIGGER tickets_count_in ON tickets_ticket;
DROP TRIGGER tickets_count_out ON tickets_ticket;
DROP TRIGGER tickets_count_over ON tickets_ticket;
DROP FUNCTION tickets_count_in();
DROP FUNCTION tickets_count_out();
DROP FUNCTION tickets_count_over();
"""


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
