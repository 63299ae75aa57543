import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Jobs are done on VMs and on other things: those that are there are all of VMs. What is nobody's has no owner. */
export class GiveJobsASubject1795801000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX "jobs_vm_created_idx"');
    await runner.query('ALTER TABLE "jobs" RENAME COLUMN "vm_id" TO "subject_id"');
    await runner.query('ALTER TABLE "jobs" RENAME COLUMN "variant" TO "estimate_group"');
    await runner.query(`
      ALTER TABLE "jobs"
        ALTER "subject_id" TYPE text,
        ADD "subject_kind" text NOT NULL DEFAULT 'vm',
        ALTER "owner_id" DROP NOT NULL`);
    await runner.query('ALTER TABLE "jobs" ALTER "subject_kind" DROP DEFAULT');
    await runner.query(
      'CREATE INDEX "jobs_subject_created_idx" ON "jobs" ("subject_kind", "subject_id", "created_at")',
    );
    await runner.query('ALTER TABLE "events" ADD "group_id" uuid, ALTER "owner_id" DROP NOT NULL');
    await changeQueueKeys(runner, `'vm:' || singleton_key`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await changeQueueKeys(runner, `replace(singleton_key, 'vm:', '')`);
    await runner.query('DELETE FROM "events" WHERE "owner_id" IS NULL');
    await runner.query('ALTER TABLE "events" DROP "group_id", ALTER "owner_id" SET NOT NULL');
    const others = `"subject_kind" <> 'vm' OR "owner_id" IS NULL`;
    await runner.query(`DELETE FROM "job_log" WHERE "job_id" IN (SELECT "id" FROM "jobs" WHERE ${others})`);
    await runner.query(`DELETE FROM "jobs" WHERE ${others}`);
    await runner.query('DROP INDEX "jobs_subject_created_idx"');
    await runner.query(`
      ALTER TABLE "jobs"
        DROP "subject_kind",
        ALTER "subject_id" TYPE uuid USING "subject_id"::uuid,
        ALTER "owner_id" SET NOT NULL`);
    await runner.query('ALTER TABLE "jobs" RENAME COLUMN "subject_id" TO "vm_id"');
    await runner.query('ALTER TABLE "jobs" RENAME COLUMN "estimate_group" TO "variant"');
    await runner.query('CREATE INDEX "jobs_vm_created_idx" ON "jobs" ("vm_id", "created_at")');
  }
}

/** The queue delivers jobs of one key one after the other: those that wait there keep the order among those to come. */
async function changeQueueKeys(runner: QueryRunner, key: string): Promise<void> {
  const [queue] = (await runner.query(`SELECT to_regclass('pgboss.job') IS NOT NULL AS "isThere"`)) as [
    { isThere: boolean },
  ];
  if (queue.isThere)
    await runner.query(
      `UPDATE pgboss.job SET singleton_key = ${key} WHERE name LIKE 'vm-%' AND state < 'completed'`,
    );
}
