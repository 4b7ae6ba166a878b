"""The journal only grows: the database itself refuses to change or remove a row."""

from django.db import migrations

FORBID = """
CREATE FUNCTION journal_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal only grows: % on % is refused', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER entry_only_grows BEFORE UPDATE OR DELETE ON core_entry
    FOR EACH ROW EXECUTE FUNCTION journal_only_grows();
CREATE TRIGGER entry_never_emptied BEFORE TRUNCATE ON core_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_only_grows();
CREATE TRIGGER seal_only_grows BEFORE UPDATE OR DELETE ON core_seal
    FOR EACH ROW EXECUTE FUNCTION journal_only_grows();
CREATE TRIGGER seal_never_emptied BEFORE TRUNCATE ON core_seal
    FOR EACH STATEMENT EXECUTE FUNCTION journal_only_grows();
"""
ALLOW = """
DROP TRIGGER seal_never_emptied ON core_seal;
DROP TRIGGER seal_only_grows ON core_seal;
DROP TRIGGER entry_never_emptied ON core_entry;
DROP TRIGGER entry_only_grows ON core_entry;
DROP FUNCTION journal_only_grows();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_first")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
