import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEXES = {
  at: '"at", "id"',
  actor: '"actor_id", "at"',
  owner: '"owner_id", "at"',
  actor_name: '"actor_name", "at"',
  owner_name: '"owner_name", "at"',
  action: '"action", "at"',
  outcome: '"outcome", "at"',
  object: '"object_id", "at"',
  object_name: 'lower("object_name") text_pattern_ops',
};

/** One for each filter: all are shown newest first, by time. */
export class IndexAuditLog1764100000302 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const name of ['at', 'actor', 'owner']) await runner.query(`DROP INDEX "IDX_audit_log_${name}"`);
    for (const [name, columns] of Object.entries(INDEXES))
      await runner.query(`CREATE INDEX "IDX_audit_log_${name}" ON "audit_log" (${columns})`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of Object.keys(INDEXES)) await runner.query(`DROP INDEX "IDX_audit_log_${name}"`);
    await runner.query(`CREATE INDEX "IDX_audit_log_at" ON "audit_log" ("at")`);
    await runner.query(`CREATE INDEX "IDX_audit_log_actor" ON "audit_log" ("actor_id", "id")`);
    await runner.query(`CREATE INDEX "IDX_audit_log_owner" ON "audit_log" ("owner_id", "id")`);
  }
}
