import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateInstallation1764000000000 implements MigrationInterface {
  name = 'CreateInstallation1764000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "installation" (
        "only_one" boolean NOT NULL DEFAULT true,
        "id" uuid NOT NULL,
        "created_at" timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT "PK_installation" PRIMARY KEY ("only_one"),
        CONSTRAINT "CHK_installation_only_one" CHECK ("only_one")
      )`);
    await queryRunner.query('INSERT INTO "installation" ("id") VALUES (gen_random_uuid())');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE "installation"');
  }
}
