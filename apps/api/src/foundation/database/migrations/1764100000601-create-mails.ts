import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateMails1764100000601 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "mails" (
        "id" uuid NOT NULL,
        "recipient" text NOT NULL,
        "language" text NOT NULL,
        "subject" text NOT NULL,
        "text" text NOT NULL,
        "link" text,
        "state" text NOT NULL DEFAULT 'waiting',
        "attempts" integer NOT NULL DEFAULT 0,
        "next_attempt_at" timestamptz NOT NULL,
        "last_error" text,
        "created_at" timestamptz NOT NULL,
        "sent_at" timestamptz,
        CONSTRAINT "PK_mails" PRIMARY KEY ("id"),
        CONSTRAINT "CHK_mails_state" CHECK ("state" IN ('waiting', 'sent', 'given-up'))
      )`);
    await runner.query(`CREATE INDEX "IDX_mails_due" ON "mails" ("state", "next_attempt_at")`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "mails"`);
  }
}
