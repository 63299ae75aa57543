import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateGroupInvitations1795600000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE "group_invitations" (
        "id" uuid NOT NULL DEFAULT gen_random_uuid(),
        "group_id" uuid NOT NULL,
        "user_id" uuid NOT NULL,
        "invited_by_id" uuid,
        "created_at" timestamptz NOT NULL,
        "declined_at" timestamptz,
        CONSTRAINT "PK_group_invitations" PRIMARY KEY ("id"),
        CONSTRAINT "UQ_group_invitations_member" UNIQUE ("group_id", "user_id"),
        CONSTRAINT "FK_group_invitations_group" FOREIGN KEY ("group_id") REFERENCES "groups" ("id") ON DELETE CASCADE,
        CONSTRAINT "FK_group_invitations_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE,
        CONSTRAINT "FK_group_invitations_invited_by"
          FOREIGN KEY ("invited_by_id") REFERENCES "users" ("id") ON DELETE SET NULL
      )`);
    await runner.query(`CREATE INDEX "IDX_group_invitations_user" ON "group_invitations" ("user_id")`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "group_invitations"`);
  }
}
