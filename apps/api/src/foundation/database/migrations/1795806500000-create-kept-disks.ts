import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateKeptDisks1795806500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "kept_disks" (
        "vm_id" uuid NOT NULL,
        "volume" text NOT NULL,
        CONSTRAINT "PK_kept_disks" PRIMARY KEY ("vm_id", "volume")
      )
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE "kept_disks"');
  }
}
