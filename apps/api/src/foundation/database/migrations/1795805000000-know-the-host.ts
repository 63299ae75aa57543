import type { MigrationInterface, QueryRunner } from 'typeorm';

/** There was one host until now. Where its name has changed, it is the one that most VMs have. */
const THE_HOST = `COALESCE(
  (SELECT "host" FROM "vms" GROUP BY "host" ORDER BY count(*) DESC, "host" LIMIT 1),
  (SELECT "host" FROM "host_boots" ORDER BY "host" LIMIT 1),
  '')`;
const OF_ITS_VM = `(SELECT "host" FROM "vms" WHERE "vms"."id"::text = "jobs"."subject_id")`;

/** Jobs, owners' networks and box images are a host's. */
export class KnowTheHost1795805000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "jobs" ADD "host" text');
    await runner.query(
      `UPDATE "jobs" SET "host" = COALESCE(${OF_ITS_VM}, ${THE_HOST}) WHERE "subject_kind" = 'vm'`,
    );
    for (const [table, key] of [
      ['owner_networks', '"owner_id", "host"'],
      ['box_volumes', '"host", "name"'],
    ]) {
      await runner.query(`ALTER TABLE "${table}" ADD "host" text`);
      await runner.query(`UPDATE "${table}" SET "host" = ${THE_HOST}`);
      await runner.query(`ALTER TABLE "${table}" ALTER "host" SET NOT NULL`);
      await runner.query(`ALTER TABLE "${table}" DROP CONSTRAINT "PK_${table}"`);
      await runner.query(`ALTER TABLE "${table}" ADD CONSTRAINT "PK_${table}" PRIMARY KEY (${key})`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, key] of [
      ['box_volumes', '"name"'],
      ['owner_networks', '"owner_id"'],
    ]) {
      await runner.query(`ALTER TABLE "${table}" DROP CONSTRAINT "PK_${table}"`);
      await runner.query(`ALTER TABLE "${table}" DROP "host"`);
      await runner.query(`ALTER TABLE "${table}" ADD CONSTRAINT "PK_${table}" PRIMARY KEY (${key})`);
    }
    await runner.query('ALTER TABLE "jobs" DROP "host"');
  }
}
