import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lines are written once: only two routines, which say their name in the transaction, may touch them afterwards. */
export class ProtectAuditLog1764100000301 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION "audit_log_stays"() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE routine text := current_setting('vmm.audit_routine', true);
      BEGIN
        IF TG_OP = 'DELETE' AND routine = 'retention' THEN RETURN OLD; END IF;
        IF TG_OP = 'UPDATE' AND routine = 'erasure'
          AND (OLD."id", OLD."at", OLD."action", OLD."outcome", OLD."actor_id", OLD."owner_id", OLD."object_id")
            IS NOT DISTINCT FROM
              (NEW."id", NEW."at", NEW."action", NEW."outcome", NEW."actor_id", NEW."owner_id", NEW."object_id")
        THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'audit_log is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
      END $$`);
    await runner.query(`
      CREATE TRIGGER "audit_log_stays" BEFORE UPDATE OR DELETE ON "audit_log"
        FOR EACH ROW EXECUTE FUNCTION "audit_log_stays"()`);
    await runner.query(`
      CREATE TRIGGER "audit_log_is_not_emptied" BEFORE TRUNCATE ON "audit_log"
        FOR EACH STATEMENT EXECUTE FUNCTION "audit_log_stays"()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TRIGGER "audit_log_is_not_emptied" ON "audit_log"`);
    await runner.query(`DROP TRIGGER "audit_log_stays" ON "audit_log"`);
    await runner.query(`DROP FUNCTION "audit_log_stays"`);
  }
}
