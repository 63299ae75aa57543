import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddOperationsPointName1795852800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "operations" ADD "point_name" text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "operations" DROP "point_name"');
  }
}
