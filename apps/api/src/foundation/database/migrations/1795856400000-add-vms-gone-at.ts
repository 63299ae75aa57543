import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddVmsGoneAt1795856400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "vms" ADD "gone_at" TIMESTAMP WITH TIME ZONE');
    await runner.query('ALTER TABLE "vms" ADD "bin_warned" boolean NOT NULL DEFAULT false');
    await runner.query('ALTER TABLE "quota_charges" ADD "vms" integer NOT NULL DEFAULT 1');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "vms" DROP "bin_warned"');
    await runner.query('ALTER TABLE "vms" DROP "gone_at"');
    await runner.query('ALTER TABLE "quota_charges" DROP "vms"');
  }
}
