import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What VMs use in the course of time, and where the meters of each host stood last. */
export class CreateMeasurements1795804000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "measurements" (
        "at" timestamptz NOT NULL,
        "vm_id" uuid NOT NULL,
        "cpu" real NOT NULL,
        "memory_mib" real NOT NULL,
        "disk_read" real NOT NULL,
        "disk_write" real NOT NULL,
        "network_in" real NOT NULL,
        "network_out" real NOT NULL,
        "step_seconds" smallint NOT NULL,
        CONSTRAINT "PK_measurements" PRIMARY KEY ("vm_id", "step_seconds", "at")
      )`);
    await runner.query('CREATE INDEX "IDX_measurements_step_at" ON "measurements" ("step_seconds", "at")');
    await runner.query(`
      CREATE TABLE "host_meters" (
        "host" text NOT NULL CONSTRAINT "PK_host_meters" PRIMARY KEY,
        "read_at" timestamptz NOT NULL,
        "readings" jsonb NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE "host_meters"');
    await runner.query('DROP TABLE "measurements"');
  }
}
