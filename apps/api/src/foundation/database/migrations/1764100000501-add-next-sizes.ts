import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddNextSizes1764100000501 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "vms" ADD "next_vcpus" integer, ADD "next_memory_mib" integer`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "vms" DROP COLUMN "next_vcpus", DROP COLUMN "next_memory_mib"`);
  }
}
