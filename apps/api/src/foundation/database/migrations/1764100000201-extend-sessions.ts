import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a browser signed in, and personal access tokens beside browsers: what ends one ends the other. */
export class ExtendSessions1764100000201 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE "sessions"
        ADD "address" text,
        ADD "user_agent" text,
        ADD "name" text,
        ADD "scope" text,
        ALTER "last_used_at" DROP NOT NULL,
        ADD CONSTRAINT "CHK_sessions_scope" CHECK ("scope" IN ('read', 'operate', 'administer')),
        ADD CONSTRAINT "CHK_sessions_token" CHECK (("scope" IS NULL) = ("name" IS NULL)),
        ADD CONSTRAINT "CHK_sessions_use" CHECK ("scope" IS NOT NULL OR "last_used_at" IS NOT NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM "sessions" WHERE "scope" IS NOT NULL`);
    await runner.query(`
      ALTER TABLE "sessions"
        DROP "address", DROP "user_agent", DROP "name", DROP "scope",
        ALTER "last_used_at" SET NOT NULL`);
  }
}
