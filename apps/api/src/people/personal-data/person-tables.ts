/**
 * Where something about a person is kept. In the SQL, `:id`, `:username` and `:email` are theirs, `:names` all that they
 * were ever called, `:alias` is what is put in place of their name.
 */
export interface PersonTable {
  /** Columns that hold a person's id; rows that name them there are theirs. */
  people?: readonly string[];
  /** Further rows about them. */
  alsoWhere?: string;
  /** Columns of the export that would be no answer to a person, but a danger; hashes in `bytea` never are in it. */
  hidden?: readonly string[];
  /** Columns of the export that tell of someone else, unless the row's other column says that it was themselves. */
  ofOthers?: Readonly<Record<string, string>>;
  /** How they are forgotten, in this order; `with-account`: the database removes the rows together with the account. */
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
  // Nobody who still has VMs is erased: what belongs to a VM goes with it.
  vms: { people: ['owner_id'], erase: [] },
  quota_charges: { people: ['owner_id'], erase: [] },
  owner_networks: { people: ['owner_id'], erase: [] },
  user_quotas: { people: ['user_id'], erase: 'with-account' },
  quota_grants: { people: ['user_id'], erase: 'with-account' },
  job_log: { alsoWhere: IN_THEIR_JOBS, erase: [`DELETE FROM job_log WHERE ${IN_THEIR_JOBS}`] },
  // A VM's last job stays, without what was asked: by it the host's remains of a deleted VM are known.
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
    erase: ['UPDATE operations SET actor_id = NULL WHERE actor_id = :id'],
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
  // What others were told of them: of their requests, which go, nothing stays; elsewhere the alias stands for their name.
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
  'default_quota',
  'directory_sync',
  'group_quotas',
  'host_boots',
  'installation',
  'last_recorded',
  'migrations',
  'quota_checks',
  'quota_hosts',
];
