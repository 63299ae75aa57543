import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateConsoleTickets1764000000020 implements MigrationInterface {
  name = 'CreateConsoleTickets1764000000020';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "console_tickets" (
        "hash" bytea NOT NULL,
        "user_id" uuid NOT NULL,
        "session_id" uuid NOT NULL,
        "vm_id" uuid NOT NULL,
        "mode" text NOT NULL,
        "expires_at" timestamptz NOT NULL,
        CONSTRAINT "PK_console_tickets" PRIMARY KEY ("hash")
      )`);
    await queryRunner.query(
      'CREATE INDEX "IDX_console_tickets_expires_at" ON "console_tickets" ("expires_at")',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE "console_tickets"');
  }
}
