import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Delays fall on who guesses, and what a sign-in came from is let through later. Nobody is blamed for what was before. */
export class ThrottleGuessers1795793000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DELETE FROM "sign_in_failures"');
    await runner.query(`
      ALTER TABLE "sign_in_failures"
        ADD "guesser" text NOT NULL,
        ADD "checking" boolean NOT NULL DEFAULT false`);
    await runner.query(`
      CREATE TABLE "known_places" (
        "id" uuid NOT NULL DEFAULT gen_random_uuid(),
        "user_id" uuid NOT NULL,
        "browser_hash" bytea,
        "network" text,
        "last_used_at" timestamptz NOT NULL,
        CONSTRAINT "PK_known_places" PRIMARY KEY ("id"),
        CONSTRAINT "UQ_known_places_browser" UNIQUE ("user_id", "browser_hash"),
        CONSTRAINT "UQ_known_places_network" UNIQUE ("user_id", "network"),
        CONSTRAINT "CHK_known_places_one" CHECK (("browser_hash" IS NULL) <> ("network" IS NULL)),
        CONSTRAINT "FK_known_places_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE "known_places"');
    await runner.query('ALTER TABLE "sign_in_failures" DROP "guesser", DROP "checking"');
  }
}
