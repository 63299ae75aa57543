import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateHostBoots1764000000030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "host_boots" (
        "host" text NOT NULL,
        "boot_id" text NOT NULL,
        CONSTRAINT "host_boots_pkey" PRIMARY KEY ("host")
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE "host_boots"');
  }
}
