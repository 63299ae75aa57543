import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the trial of the system inside ends; null for one that is on none. */
export class AddVmsEvaluationEnd1795843546192 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "vms" ADD "evaluation_ends_at" timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "vms" DROP "evaluation_ends_at"');
  }
}
