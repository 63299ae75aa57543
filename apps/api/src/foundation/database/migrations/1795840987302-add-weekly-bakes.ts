import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddWeeklyBakes1795840987302 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE weekly_bakes (
        template_id text NOT NULL,
        CONSTRAINT "PK_weekly_bakes" PRIMARY KEY (template_id)
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE weekly_bakes');
  }
}
