from django.db import migrations

TICKETS_OF = {
    # table: the tickets that a row `r` of it concerns
    "tickets_ticket": "SELECT r.id",
    "tickets_ticket_tags": "SELECT r.ticket_id",
    "tickets_message": "SELECT r.ticket_id",
    "tickets_attachment": "SELECT r.ticket_id",
    "tickets_sidetalk": "SELECT r.ticket_id",
    "tickets_promise": "SELECT r.ticket_id",
    "tickets_snooze": "SELECT r.ticket_id",
    "customers_customer": "SELECT id FROM tickets_ticket WHERE requester_id = r.id",
    "customers_customer_segments": (
        "SELECT id FROM tickets_ticket WHERE requester_id = r.customer_id"
    ),
    "customers_identity": "SELECT id FROM tickets_ticket WHERE requester_id = r.customer_id",
    "customers_organisation": (
        "SELECT t.id FROM tickets_ticket t JOIN customers_customer c ON c.id = t.requester_id "
        "WHERE c.organisation_id = r.id"
    ),
}

FUNCTION = """
CREATE FUNCTION touch_by_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE r {table};
BEGIN
    IF TG_OP = 'DELETE' THEN r := OLD; ELSE r := NEW; END IF;
    INSERT INTO tickets_touched (ticket_id) {tickets};
    IF FOUND THEN PERFORM pg_notify('helpwell_bell', 'tickets.touched'); END IF;
    IF TG_OP = 'UPDATE' AND TG_NARGS > 0 THEN
        r := OLD;
        INSERT INTO tickets_touched (ticket_id) {tickets};
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER touched_by_arrival AFTER INSERT OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION touch_by_{table}();
CREATE TRIGGER touched_by_change AFTER UPDATE ON {table}
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION touch_by_{table}({both});
"""

NO_FUNCTION = """
DROP TRIGGER touched_by_arrival ON {table};
DROP TRIGGER touched_by_change ON {table};
DROP FUNCTION touch_by_{table}();
"""
# Rows that may move from one ticket, or one customer, to another concern both.
MOVE = {"tickets_message", "tickets_attachment", "tickets_promise", "customers_identity"}

TALLY = """
CREATE FUNCTION tickets_views_count_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO tickets_viewtally (view_id, assignee_id, group_id, change)
    SELECT view_id, assignee, "group", count(*) FROM arrived GROUP BY 1, 2, 3;
    RETURN NULL;
END $$;
CREATE FUNCTION tickets_views_count_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO tickets_viewtally (view_id, assignee_id, group_id, change)
    SELECT view_id, assignee, "group", -count(*) FROM gone GROUP BY 1, 2, 3;
    RETURN NULL;
END $$;
CREATE FUNCTION tickets_views_count_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO tickets_viewtally (view_id, assignee_id, group_id, change)
    SELECT view_id, assignee, "group", -count(*) FROM before GROUP BY 1, 2, 3
    UNION ALL
    SELECT view_id, assignee, "group", count(*) FROM after GROUP BY 1, 2, 3;
    RETURN NULL;
END $$;
CREATE TRIGGER tickets_views_count_in AFTER INSERT ON tickets_viewentry
    REFERENCING NEW TABLE AS arrived
    FOR EACH STATEMENT EXECUTE FUNCTION tickets_views_count_in();
CREATE TRIGGER tickets_views_count_out AFTER DELETE ON tickets_viewentry
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION tickets_views_count_out();
CREATE TRIGGER tickets_views_count_over AFTER UPDATE ON tickets_viewentry
    REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION tickets_views_count_over();
"""
NO_TALLY = """
DROP TRIGGER tickets_views_count_in ON tickets_viewentry;
DROP TRIGGER tickets_views_count_out ON tickets_viewentry;
DROP TRIGGER tickets_views_count_over ON tickets_viewentry;
DROP FUNCTION tickets_views_count_in();
DROP FUNCTION tickets_views_count_out();
DROP FUNCTION tickets_views_count_over();
"""
FORWARD = TALLY + "".join(
    FUNCTION.format(table=table, tickets=tickets, both="'both'" if table in MOVE else "")
    for table, tickets in TICKETS_OF.items()
)
BACKWARD = NO_TALLY + "".join(NO_FUNCTION.format(table=table) for table in TICKETS_OF)


class Migration(migrations.Migration):
    dependencies = [("customers", "0003_workspace"), ("tickets", "0006_workspace")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
