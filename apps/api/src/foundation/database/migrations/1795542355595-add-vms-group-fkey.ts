import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['vms', 'quota_charges'] as const;

/** A VM that was being made while its group was removed stayed charged to a group that is gone. */
export class AddVmsGroupFkey1795542355595 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      await runner.query(`
        UPDATE "${table}" SET "group_id" = NULL
         WHERE "group_id" IS NOT NULL AND "group_id" NOT IN (SELECT "id" FROM "groups")`);
      await runner.query(`
        ALTER TABLE "${table}" ADD CONSTRAINT "${table}_group_fkey"
          FOREIGN KEY ("group_id") REFERENCES "groups" ("id") ON DELETE SET NULL`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES)
      await runner.query(`ALTER TABLE "${table}" DROP CONSTRAINT "${table}_group_fkey"`);
  }
}
