import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Wrong passwords that count only while the directory is away. */
export class SignInsWhileTheDirectoryIsAway1795800500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "sign_in_failures" ADD "directory_away" boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE "sign_in_failures" DROP "directory_away"');
  }
}
