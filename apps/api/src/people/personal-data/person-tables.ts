/**
 * One table that holds something about people. In the SQL, `:id`, `:username` and `:email` are the person's, `:names` are all names
 * they ever had, `:alias` replaces their name.
 */
export interface PersonTable {
  /** Columns that hold a person's id; rows that name them there are theirs. */
  people?: readonly string[];
  /** Further rows about them. */
  alsoWhere?: string;
  /** Columns that are left out of the export because they are secrets; `bytea` columns always are. */
  hidden?: readonly string[];
  /** Columns that name another person, and are exported only if the row's other column says that it is this person. */
  ofOthers?: Readonly<Record<string, string>>;
  /** Statements that erase the rows, in this order; `with-account`: the database removes them together with the account. */
  erase: 'with-account' | readonly string[];
}

const IN_THEIR_JOBS = 'job_id IN (SELECT id FROM jobs WHERE owner_id = :id)';
const HAS_LATER_JOB = `EXISTS (SELECT FROM jobs later WHERE later.subject_kind = jobs.subject_kind AND later.subject_id = jobs.subject_id
     AND later.created_at > jobs.created_at)`;
const THEIR_NAMES = `jsonb_build_object('username', :alias, 'displayName', :alias)`;

const OF_THEIR_REQUESTS = `split_part(link, '?', 1) IN (
  SELECT '/demandes/' || id FROM resource_requests WHERE requester_id = :id)`;

/** Every table in which something about people is kept. A new one without a line here, or below, fails the test. */
export const PERSON_TABLES: Record<string, PersonTable> = {
  users: {
    alsoWhere: 'id = :id',
    hidden: ['password_hash'],
    erase: ['DELETE FROM users WHERE id = :id'],
  },
  groups: { alsoWhere: 'id IN (SELECT group_id FROM group_members WHERE user_id = :id)', erase: [] },
  group_invitations: {
    people: ['user_id', 'invited_by_id'],
    erase: [
      'DELETE FROM group_invitations WHERE user_id = :id',
      'UPDATE group_invitations SET invited_by_id = NULL WHERE invited_by_id = :id',
    ],
  },
  group_members: { people: ['user_id'], erase: 'with-account' },
  sessions: { people: ['user_id'], hidden: ['token_hash'], erase: 'with-account' },
  known_places: { people: ['user_id'], erase: 'with-account' },
  sign_in_failures: {
    alsoWhere: 'username = :username',
    erase: ['DELETE FROM sign_in_failures WHERE username = :username'],
  },
  // People who still have VMs are not erased; rows that belong to a VM go with the VM.
  vms: { people: ['owner_id'], erase: [] },
  clearings: { alsoWhere: 'vm_id IN (SELECT id FROM vms WHERE owner_id = :id)', erase: [] },
  restore_points: { alsoWhere: 'vm_id IN (SELECT id FROM vms WHERE owner_id = :id)', erase: [] },
  series_members: {
    people: ['user_id', 'actor_id'],
    ofOthers: { address: 'actor_id' },
    erase: [
      'DELETE FROM series_members WHERE user_id = :id',
      'UPDATE series_members SET actor_id = NULL, address = NULL WHERE actor_id = :id',
    ],
  },
  quota_charges: { people: ['owner_id'], erase: [] },
  owner_networks: { people: ['owner_id'], erase: [] },
  user_quotas: { people: ['user_id'], erase: 'with-account' },
  quota_grants: { people: ['user_id'], erase: 'with-account' },
  job_log: { alsoWhere: IN_THEIR_JOBS, erase: [`DELETE FROM job_log WHERE ${IN_THEIR_JOBS}`] },
  // The last job of a VM stays, without its input: it shows that what is left on a host belongs to a deleted VM.
  jobs: {
    people: ['owner_id', 'actor_id'],
    hidden: ['sealed_secrets'],
    erase: [
      `DELETE FROM jobs WHERE owner_id = :id AND ${HAS_LATER_JOB}`,
      `UPDATE jobs SET input = '{}' WHERE owner_id = :id`,
      'UPDATE jobs SET actor_id = NULL WHERE actor_id = :id',
    ],
  },
  operations: {
    people: ['actor_id'],
    erase: ['UPDATE operations SET actor_id = NULL, address = NULL WHERE actor_id = :id'],
  },
  resource_requests: {
    people: ['requester_id'],
    alsoWhere: `decided_by ->> 'id' = CAST(:id AS text)`,
    erase: [
      `UPDATE resource_requests SET decided_by = decided_by || ${THEIR_NAMES}
        WHERE decided_by ->> 'id' = CAST(:id AS text)`,
    ],
  },
  request_events: {
    alsoWhere: `by_person ->> 'id' = CAST(:id AS text)
      OR request_id IN (SELECT id FROM resource_requests WHERE requester_id = :id)`,
    erase: [
      `UPDATE request_events SET by_person = by_person || ${THEIR_NAMES}
        WHERE by_person ->> 'id' = CAST(:id AS text)`,
    ],
  },
  // Notices of other people about this person: those about their requests are removed, in the others the alias replaces the name.
  notices: {
    people: ['user_id'],
    erase: [
      `DELETE FROM notices WHERE user_id = :id OR ${OF_THEIR_REQUESTS}`,
      `UPDATE notices SET params = params || jsonb_build_object('person', :alias)
        WHERE params ->> 'person' = ANY(:names)`,
    ],
  },
  mails: {
    alsoWhere: 'recipient = :email',
    erase: [
      `DELETE FROM mails WHERE recipient = :email OR ${OF_THEIR_REQUESTS}`,
      `DELETE FROM mails WHERE EXISTS (
         SELECT FROM unnest(:names) AS name WHERE strpos(subject || E'\\n' || text, name) > 0)
          AND (state <> 'waiting' OR recipient = ANY(:names))`,
    ],
  },
  events: { people: ['owner_id'], erase: ['DELETE FROM events WHERE owner_id = :id'] },
  console_tickets: {
    people: ['user_id'],
    hidden: ['hash'],
    erase: ['DELETE FROM console_tickets WHERE user_id = :id'],
  },
  console_viewers: { people: ['user_id'], erase: 'with-account' },
  console_controls: {
    people: ['holder_id', 'asker_id'],
    ofOthers: { holder_id: 'holder_id', asker_id: 'asker_id' },
    erase: [
      'UPDATE console_controls SET holder_id = NULL WHERE holder_id = :id',
      'UPDATE console_controls SET asker_id = NULL WHERE asker_id = :id',
    ],
  },
  // Its lines stay; `pseudonymise-audit-log.ts` takes names and addresses out.
  audit_log: {
    people: ['actor_id', 'owner_id'],
    alsoWhere: 'object_id = CAST(:id AS text) OR (actor_id IS NULL AND actor_name = :username)',
    ofOthers: { address: 'actor_id' },
    erase: [],
  },
};

/** Nothing about people is kept in these. */
export const TABLES_WITHOUT_PEOPLE: readonly string[] = [
  'box_volumes',
  'default_clearing',
  'default_quota',
  'directory_sync',
  'group_clearings',
  'group_quotas',
  'host_boots',
  // Of VMs, and gone with them or after a week.
  'host_meters',
  'installation',
  // Of VMs, and gone with them.
  'kept_disks',
  'last_recorded',
  'measurements',
  'migrations',
  'quota_checks',
  'quota_hosts',
  // Of classes, and gone with them.
  'series',
  // Of VMs, and gone with them.
  'serial_output',
  'template_settings',
  'weekly_bakes',
];
