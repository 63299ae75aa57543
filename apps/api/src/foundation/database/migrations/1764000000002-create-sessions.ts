import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSessions1764000000002 implements MigrationInterface {
  name = 'CreateSessions1764000000002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE "sessions" (
        "id" uuid NOT NULL DEFAULT gen_random_uuid(),
        "token_hash" bytea NOT NULL,
        "user_id" uuid NOT NULL,
        "created_at" timestamptz NOT NULL DEFAULT now(),
        "last_used_at" timestamptz NOT NULL,
        "expires_at" timestamptz NOT NULL,
        CONSTRAINT "PK_sessions" PRIMARY KEY ("id"),
        CONSTRAINT "UQ_sessions_token_hash" UNIQUE ("token_hash"),
        CONSTRAINT "FK_sessions_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE
      )`);
    await queryRunner.query('CREATE INDEX "IDX_sessions_user" ON "sessions" ("user_id")');
    await queryRunner.query(`
      CREATE TABLE "sign_in_failures" (
        "id" uuid NOT NULL DEFAULT gen_random_uuid(),
        "username" text NOT NULL,
        "address" text,
        "at" timestamptz NOT NULL,
        CONSTRAINT "PK_sign_in_failures" PRIMARY KEY ("id")
      )`);
    await queryRunner.query(
      'CREATE INDEX "IDX_sign_in_failures_username" ON "sign_in_failures" ("username", "at")',
    );
    await queryRunner.query(
      'CREATE INDEX "IDX_sign_in_failures_address" ON "sign_in_failures" ("address", "at")',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE "sign_in_failures", "sessions"');
  }
}
