import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The last time that was seen while the product ran; at first, the newest that is on record. */
export class WatchClock1795793000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE "installation"
        ADD "last_seen_at" timestamptz,
        ADD "ahead_since" timestamptz,
        ADD "ahead_seen_at" timestamptz`);
    await runner.query(`
      UPDATE "installation" SET "last_seen_at" =
        greatest((SELECT max("at") FROM "audit_log"), (SELECT max("last_used_at") FROM "sessions"))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE "installation" DROP "last_seen_at", DROP "ahead_since", DROP "ahead_seen_at"',
    );
  }
}
