import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateNotices1764100000602 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "notices" (
        "id" uuid NOT NULL,
        "user_id" uuid NOT NULL,
        "kind" text NOT NULL,
        "params" jsonb NOT NULL,
        "link" text,
        "created_at" timestamptz NOT NULL,
        "read_at" timestamptz,
        CONSTRAINT "PK_notices" PRIMARY KEY ("id"),
        CONSTRAINT "FK_notices_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE
      )`);
    await runner.query(`CREATE INDEX "IDX_notices_user_created" ON "notices" ("user_id", "created_at")`);
    await runner.query(`CREATE INDEX "IDX_notices_created" ON "notices" ("created_at")`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "notices"`);
  }
}
