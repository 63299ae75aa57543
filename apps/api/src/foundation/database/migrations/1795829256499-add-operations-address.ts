import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From where an operation was ordered: another process may go on with it, and writes the audit log's lines. */
export class AddOperationsAddress1795829256499 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "operations" ADD "address" text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "operations" DROP "address"');
  }
}
