import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRestorePoints1795845600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "restore_points" (
        "id" uuid NOT NULL,
        "vm_id" uuid NOT NULL,
        "name" text NOT NULL,
        "kind" text NOT NULL,
        "is_made" boolean NOT NULL DEFAULT false,
        "is_current" boolean NOT NULL DEFAULT false,
        "with_memory" boolean NOT NULL,
        "own_mib" integer NOT NULL,
        "image_mib" integer NOT NULL DEFAULT 0,
        "size_mib" integer NOT NULL,
        "vcpus" integer NOT NULL,
        "memory_mib" integer NOT NULL,
        "disk_gib" integer NOT NULL,
        "created_at" timestamptz NOT NULL,
        CONSTRAINT "PK_restore_points" PRIMARY KEY ("id"),
        CONSTRAINT "FK_restore_points_vm" FOREIGN KEY ("vm_id") REFERENCES "vms" ("id") ON DELETE CASCADE
      )
    `);
    await queryRunner.query('CREATE INDEX "IDX_restore_points_vm" ON "restore_points" ("vm_id")');
    await queryRunner.query('ALTER TABLE "vms" ADD "points_gib" integer NOT NULL DEFAULT 0');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE "vms" DROP COLUMN "points_gib"');
    await queryRunner.query('DROP TABLE "restore_points"');
  }
}
