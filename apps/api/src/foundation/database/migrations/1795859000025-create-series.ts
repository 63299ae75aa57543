import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSeries1795859000025 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "series" (
        "id" uuid NOT NULL,
        "group_id" uuid NOT NULL,
        "name_pattern" text NOT NULL,
        "name_key" text NOT NULL,
        "template_id" text NOT NULL,
        "vcpus" integer NOT NULL,
        "memory_mib" integer NOT NULL,
        "disk_gib" integer NOT NULL,
        "start" boolean NOT NULL,
        "follows_class" boolean NOT NULL,
        "passwords" text NOT NULL,
        "sealed_passwords" bytea,
        "created_at" timestamptz NOT NULL,
        CONSTRAINT "PK_series" PRIMARY KEY ("id"),
        CONSTRAINT "UQ_series_group_name" UNIQUE ("group_id", "name_key"),
        CONSTRAINT "FK_series_group" FOREIGN KEY ("group_id") REFERENCES "groups" ("id") ON DELETE CASCADE
      )
    `);
    await queryRunner.query(`
      CREATE TABLE "series_members" (
        "series_id" uuid NOT NULL,
        "user_id" uuid NOT NULL,
        "state" text NOT NULL,
        "vm_id" uuid,
        "problem" jsonb,
        "actor_id" uuid,
        "address" text,
        "sealed_passwords" bytea,
        "shown_at" timestamptz,
        "created_at" timestamptz NOT NULL,
        CONSTRAINT "PK_series_members" PRIMARY KEY ("series_id", "user_id"),
        CONSTRAINT "FK_series_members_series" FOREIGN KEY ("series_id") REFERENCES "series" ("id") ON DELETE CASCADE,
        CONSTRAINT "FK_series_members_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE,
        CONSTRAINT "FK_series_members_vm" FOREIGN KEY ("vm_id") REFERENCES "vms" ("id") ON DELETE SET NULL
      )
    `);
    await queryRunner.query('CREATE INDEX "IDX_series_members_user" ON "series_members" ("user_id")');
    await queryRunner.query('CREATE INDEX "IDX_series_members_vm" ON "series_members" ("vm_id")');
    await queryRunner.query('ALTER TABLE "jobs" ADD "batch_id" uuid');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE "jobs" DROP COLUMN "batch_id"');
    await queryRunner.query('DROP TABLE "series_members"');
    await queryRunner.query('DROP TABLE "series"');
  }
}
