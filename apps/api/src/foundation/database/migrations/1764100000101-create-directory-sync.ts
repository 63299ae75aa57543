import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDirectorySync1764100000101 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "directory_sync" (
        "only_one" boolean NOT NULL DEFAULT true,
        "started_at" timestamptz NOT NULL,
        CONSTRAINT "PK_directory_sync" PRIMARY KEY ("only_one"),
        CONSTRAINT "CHK_directory_sync_only_one" CHECK ("only_one")
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "directory_sync"`);
  }
}
