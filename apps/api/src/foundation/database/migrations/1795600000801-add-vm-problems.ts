import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddVmProblems1795600000801 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "vms" ADD "problem" jsonb`);
    await runner.query(`ALTER TABLE "vms" ADD "made_off" boolean NOT NULL DEFAULT false`);
    await runner.query(`ALTER TABLE "jobs" ADD "secrets_expire_at" TIMESTAMP WITH TIME ZONE`);
    // Why those failed that had no word for it yet.
    await runner.query(`
      UPDATE "vms" SET "problem" = '{"code": "machine-gone", "params": {}}' WHERE "state" = 'failed'`);
    await runner.query(`
      UPDATE "vms" SET "problem" = jsonb_build_object('code', 'creation-failed', 'params',
               COALESCE(job."problem" -> 'params', '{}') ||
               jsonb_build_object('cause', COALESCE(job."problem" ->> 'code', 'internal-error')))
        FROM "jobs" job
       WHERE job."id" = "vms"."job_id" AND "vms"."state" = 'failed' AND job."kind" = 'create' AND job."state" = 'failed'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`UPDATE "jobs" SET "sealed_secrets" = NULL WHERE "secrets_expire_at" IS NOT NULL`);
    await runner.query(`ALTER TABLE "jobs" DROP COLUMN "secrets_expire_at"`);
    await runner.query(`ALTER TABLE "vms" DROP COLUMN "made_off"`);
    await runner.query(`ALTER TABLE "vms" DROP COLUMN "problem"`);
  }
}
