import type { EntityManager } from 'typeorm';

interface Leaver {
  username: string;
  display_name: string;
  left_directory_at: Date;
  vms: string[];
}

/** Accounts that have left the directory, with the VMs that they still have. */
export async function leaverLines(manager: EntityManager): Promise<string[]> {
  const leavers = await manager.query<Leaver[]>(`
    SELECT username, display_name, left_directory_at,
           ARRAY(SELECT name || ' (' || CASE WHEN gone_at IS NULL THEN state ELSE 'in the bin' END || ')'
                   FROM vms WHERE owner_id = users.id ORDER BY name) AS vms
      FROM users WHERE left_directory_at IS NOT NULL
     ORDER BY left_directory_at, username`);
  if (leavers.length === 0) return ['Nobody who was here has left the directory.'];
  return leavers.map(
    ({ username, display_name, left_directory_at, vms }) =>
      `${left_directory_at.toISOString().slice(0, 10)}  ${username} (${display_name}): ${vms.join(', ') || 'no VM'}`,
  );
}
