import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLastRecorded1764100000303 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "last_recorded" (
        "subject" text NOT NULL,
        "fingerprints" jsonb NOT NULL,
        "at" timestamptz NOT NULL,
        CONSTRAINT "PK_last_recorded" PRIMARY KEY ("subject")
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "last_recorded"`);
  }
}
