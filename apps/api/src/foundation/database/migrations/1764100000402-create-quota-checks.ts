import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateQuotaChecks1764100000402 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "quota_checks" (
        "id" integer NOT NULL,
        "checked_at" timestamptz NOT NULL,
        "differences" integer NOT NULL,
        CONSTRAINT "quota_checks_pkey" PRIMARY KEY ("id"),
        CONSTRAINT "quota_checks_one_row" CHECK ("id" = 1)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "quota_checks"`);
  }
}
