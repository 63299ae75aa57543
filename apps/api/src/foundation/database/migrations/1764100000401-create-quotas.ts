import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateQuotas1764100000401 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createLimits(runner);
    await createLedger(runner);
    await runner.query(
      `INSERT INTO "default_quota" ("id", "limits") VALUES (1, '{"vms": 4, "vcpus": 8, "memoryMiB": 12288,
        "diskGiB": 120, "runningVcpus": 6, "runningMemoryMiB": 8192}')`,
    );
    // VMs that are there already count from now on.
    await runner.query(`
      INSERT INTO "quota_charges"
      SELECT "id", "owner_id", "group_id", "host", "vcpus", "memory_mib", "disk_gib",
             CASE WHEN runs THEN "vcpus" ELSE 0 END, CASE WHEN runs THEN "memory_mib" ELSE 0 END
        FROM "vms", LATERAL (SELECT "state" IN ('queued', 'creating', 'starting', 'running', 'stopping') AS runs) AS "now"`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables = [
      'quota_hosts',
      'quota_charges',
      'quota_grants',
      'default_quota',
      'group_quotas',
      'user_quotas',
    ];
    for (const table of tables) await runner.query(`DROP TABLE "${table}"`);
  }
}

async function createLimits(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE "user_quotas" (
      "user_id" uuid NOT NULL,
      "limits" jsonb NOT NULL,
      CONSTRAINT "user_quotas_pkey" PRIMARY KEY ("user_id"),
      CONSTRAINT "user_quotas_user_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE
    )`);
  await runner.query(`
    CREATE TABLE "group_quotas" (
      "group_id" uuid NOT NULL,
      "per_member" jsonb NOT NULL,
      "budget" jsonb NOT NULL,
      CONSTRAINT "group_quotas_pkey" PRIMARY KEY ("group_id"),
      CONSTRAINT "group_quotas_group_fkey" FOREIGN KEY ("group_id") REFERENCES "groups" ("id") ON DELETE CASCADE
    )`);
  await runner.query(`
    CREATE TABLE "default_quota" (
      "id" integer NOT NULL,
      "limits" jsonb NOT NULL,
      CONSTRAINT "default_quota_pkey" PRIMARY KEY ("id"),
      CONSTRAINT "default_quota_one_row" CHECK ("id" = 1)
    )`);
  await runner.query(`
    CREATE TABLE "quota_grants" (
      "id" uuid NOT NULL,
      "user_id" uuid NOT NULL,
      "vm_id" uuid,
      "request_id" uuid,
      "kind" text NOT NULL,
      "limits" jsonb NOT NULL,
      "until" timestamptz,
      "created_at" timestamptz NOT NULL,
      "ended_at" timestamptz,
      CONSTRAINT "quota_grants_pkey" PRIMARY KEY ("id"),
      CONSTRAINT "quota_grants_user_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE,
      CONSTRAINT "quota_grants_kind" CHECK ("kind" IN ('at-least', 'on-top'))
    )`);
  for (const column of ['user', 'vm', 'request'])
    await runner.query(`CREATE INDEX "quota_grants_${column}_idx" ON "quota_grants" ("${column}_id")`);
}

async function createLedger(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE "quota_charges" (
      "vm_id" uuid NOT NULL,
      "owner_id" uuid NOT NULL,
      "group_id" uuid,
      "host" text NOT NULL,
      "vcpus" integer NOT NULL,
      "memory_mib" integer NOT NULL,
      "disk_gib" integer NOT NULL,
      "running_vcpus" integer NOT NULL,
      "running_memory_mib" integer NOT NULL,
      CONSTRAINT "quota_charges_pkey" PRIMARY KEY ("vm_id")
    )`);
  await runner.query(`CREATE INDEX "quota_charges_owner_idx" ON "quota_charges" ("owner_id")`);
  await runner.query(`CREATE INDEX "quota_charges_group_idx" ON "quota_charges" ("group_id")`);
  await runner.query(`CREATE INDEX "quota_charges_host_idx" ON "quota_charges" ("host")`);
  await runner.query(
    `CREATE TABLE "quota_hosts" ("host" text NOT NULL, CONSTRAINT "quota_hosts_pkey" PRIMARY KEY ("host"))`,
  );
}
