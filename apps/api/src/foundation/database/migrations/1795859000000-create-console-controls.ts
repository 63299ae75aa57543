import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateConsoleControls1795859000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "console_controls" (
        "vm_id" uuid NOT NULL,
        "holder_id" uuid,
        "given_at" timestamptz,
        "asker_id" uuid,
        "asked_at" timestamptz,
        "help_asked_at" timestamptz,
        CONSTRAINT "PK_console_controls" PRIMARY KEY ("vm_id"),
        CONSTRAINT "FK_console_controls_vm" FOREIGN KEY ("vm_id") REFERENCES "vms" ("id") ON DELETE CASCADE,
        CONSTRAINT "FK_console_controls_holder" FOREIGN KEY ("holder_id") REFERENCES "users" ("id") ON DELETE SET NULL,
        CONSTRAINT "FK_console_controls_asker" FOREIGN KEY ("asker_id") REFERENCES "users" ("id") ON DELETE SET NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE "console_controls"');
  }
}
