import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateClearing1795866000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "default_clearing" (
        "id" integer NOT NULL,
        "unused_days" integer NOT NULL,
        "keep_days" integer NOT NULL,
        CONSTRAINT "PK_default_clearing" PRIMARY KEY ("id"),
        CONSTRAINT "CHK_default_clearing_one_row" CHECK ("id" = 1)
      )`);
    // Off until an administrator wants it.
    await runner.query('INSERT INTO "default_clearing" VALUES (1, 0, 30)');
    await runner.query(`
      CREATE TABLE "group_clearings" (
        "group_id" uuid NOT NULL,
        "ends_on" date,
        "unused_days" integer,
        "keep_days" integer,
        CONSTRAINT "PK_group_clearings" PRIMARY KEY ("group_id"),
        CONSTRAINT "FK_group_clearings_group" FOREIGN KEY ("group_id") REFERENCES "groups" ("id") ON DELETE CASCADE
      )`);
    await runner.query(`
      CREATE TABLE "clearings" (
        "vm_id" uuid NOT NULL,
        "used_at" timestamptz NOT NULL,
        "kept_until" timestamptz,
        "due_at" timestamptz,
        "warned" text,
        "reason" text,
        CONSTRAINT "PK_clearings" PRIMARY KEY ("vm_id"),
        CONSTRAINT "FK_clearings_vm" FOREIGN KEY ("vm_id") REFERENCES "vms" ("id") ON DELETE CASCADE
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['clearings', 'group_clearings', 'default_clearing'])
      await runner.query(`DROP TABLE "${table}"`);
  }
}
