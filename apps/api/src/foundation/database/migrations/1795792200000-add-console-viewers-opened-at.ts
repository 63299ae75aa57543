import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when, for the end of a console whose process was killed; and who looks without a console, by picture after picture. */
export class AddConsoleViewersOpenedAt1795792200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Those that are open belong to processes that are gone by now.
    await runner.query(`DELETE FROM "console_viewers"`);
    await runner.query(`
      ALTER TABLE "console_viewers"
        ADD COLUMN "opened_at" timestamptz NOT NULL,
        ADD COLUMN "by_pictures" boolean NOT NULL DEFAULT false`);
    await runner.query(`CREATE INDEX "IDX_console_viewers_user" ON "console_viewers" ("user_id")`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "IDX_console_viewers_user"`);
    await runner.query(`
      ALTER TABLE "console_viewers" DROP COLUMN "opened_at", DROP COLUMN "by_pictures"`);
  }
}
