import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateConsoleViewers1764100000701 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "console_viewers" (
        "id" uuid NOT NULL,
        "vm_id" uuid NOT NULL,
        "user_id" uuid NOT NULL,
        "mode" text NOT NULL,
        "seen_at" timestamptz NOT NULL,
        CONSTRAINT "PK_console_viewers" PRIMARY KEY ("id"),
        CONSTRAINT "FK_console_viewers_vm" FOREIGN KEY ("vm_id") REFERENCES "vms" ("id") ON DELETE CASCADE,
        CONSTRAINT "FK_console_viewers_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE
      )`);
    await runner.query(`CREATE INDEX "IDX_console_viewers_vm" ON "console_viewers" ("vm_id")`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "console_viewers"`);
  }
}
