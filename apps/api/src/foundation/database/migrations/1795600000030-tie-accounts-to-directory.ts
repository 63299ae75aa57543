import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Filled at each account's next sign-in or comparison. */
export class TieAccountsToDirectory1795600000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE "users"
        ADD "directory_id" text,
        ADD CONSTRAINT "UQ_users_directory_id" UNIQUE ("directory_id")`);
    await runner.query(`
      ALTER TABLE "directory_sync"
        ADD "compared_at" timestamptz,
        ADD "trouble" text,
        ADD "trouble_since" timestamptz,
        ADD "trouble_detail" text,
        ADD "told_at" timestamptz,
        ADD CONSTRAINT "CHK_directory_sync_trouble" CHECK ("trouble" IN ('limited', 'failed'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE "directory_sync"
        DROP COLUMN "compared_at",
        DROP COLUMN "trouble",
        DROP COLUMN "trouble_since",
        DROP COLUMN "trouble_detail",
        DROP COLUMN "told_at"`);
    await runner.query(`ALTER TABLE "users" DROP COLUMN "directory_id"`);
  }
}
