import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateTemplateSettings1795829956950 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "template_settings" (
        "template_id" text NOT NULL,
        "audience" text NOT NULL,
        "group_ids" uuid[] NOT NULL,
        "sizes" jsonb,
        CONSTRAINT "PK_template_settings" PRIMARY KEY ("template_id"),
        CONSTRAINT "CHK_template_settings_audience" CHECK ("audience" IN ('recipe', 'everyone', 'groups'))
      )
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE "template_settings"');
  }
}
