import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ExtendAccounts1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE "users"
        ADD "email" text,
        ADD "role_set_by_hand" boolean NOT NULL DEFAULT false,
        ADD "directory_role" text,
        ADD "directory_dn" text,
        ADD "left_directory_at" timestamptz,
        ADD CONSTRAINT "CHK_users_directory_role" CHECK ("directory_role" IN ('student', 'teacher', 'admin'))`);
    await runner.query(`
      ALTER TABLE "groups"
        ADD "source" text NOT NULL DEFAULT 'manual',
        ADD "directory_dn" text,
        ADD CONSTRAINT "UQ_groups_directory_dn" UNIQUE ("directory_dn"),
        ADD CONSTRAINT "CHK_groups_source" CHECK ("source" IN ('manual', 'directory'))`);
    await runner.query(`
      ALTER TABLE "group_members"
        ADD "source" text NOT NULL DEFAULT 'manual',
        ADD CONSTRAINT "CHK_group_members_source" CHECK ("source" IN ('manual', 'directory'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "group_members" DROP "source"`);
    await runner.query(`ALTER TABLE "groups" DROP "directory_dn", DROP "source"`);
    await runner.query(`
      ALTER TABLE "users"
        DROP "left_directory_at", DROP "directory_dn", DROP "directory_role", DROP "role_set_by_hand", DROP "email"`);
  }
}
