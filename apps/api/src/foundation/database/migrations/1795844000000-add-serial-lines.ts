import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddSerialLines1795844000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE UNLOGGED TABLE serial_output (
        vm_id uuid NOT NULL,
        ends_at bigint NOT NULL,
        bytes bytea NOT NULL,
        CONSTRAINT "PK_serial_output" PRIMARY KEY (vm_id, ends_at),
        CONSTRAINT "FK_serial_output_vm" FOREIGN KEY (vm_id) REFERENCES vms (id) ON DELETE CASCADE
      )`);
    await queryRunner.query(`ALTER TABLE console_tickets ADD kind text NOT NULL DEFAULT 'screen'`);
    await queryRunner.query(`ALTER TABLE console_viewers ADD kind text NOT NULL DEFAULT 'screen'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE console_viewers DROP kind');
    await queryRunner.query('ALTER TABLE console_tickets DROP kind');
    await queryRunner.query('DROP TABLE serial_output');
  }
}
