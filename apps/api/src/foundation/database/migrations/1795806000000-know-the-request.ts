import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By which request a job was asked for, so that logs can be read together. */
export class KnowTheRequest1795806000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "jobs" ADD "request_id" text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "jobs" DROP "request_id"');
  }
}
