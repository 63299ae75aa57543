import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The same ordered for several VMs: a parent, which its jobs name. */
export class CreateOperations1795800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "operations" (
        "id" uuid NOT NULL CONSTRAINT "operations_pkey" PRIMARY KEY,
        "kind" text NOT NULL,
        "actor_id" uuid,
        "group_id" uuid,
        "waiting" uuid[] NOT NULL,
        "refused" jsonb NOT NULL,
        "created_at" timestamptz NOT NULL
      )`);
    await runner.query(
      'CREATE INDEX "operations_actor_created_idx" ON "operations" ("actor_id", "created_at")',
    );
    await runner.query('ALTER TABLE "jobs" ADD "operation_id" uuid, ADD "rank" integer NOT NULL DEFAULT 0');
    await runner.query('CREATE INDEX "jobs_operation_idx" ON "jobs" ("operation_id")');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "jobs" DROP "operation_id", DROP "rank"');
    await runner.query('DROP TABLE "operations"');
  }
}
