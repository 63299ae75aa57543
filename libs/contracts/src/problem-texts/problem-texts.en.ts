import { bringBackFailedInEnglish } from './bring-back-failed.en.js';
import { CONSOLES_IN_ENGLISH } from './consoles.en.js';
import { creationFailedInEnglish } from './creation-failed.en.js';
import { boxFaultInEnglish, fetchFaultInEnglish } from './box-fault.en.js';
import { boxRefusalInEnglish } from './box-refusal.en.js';
import { notPossibleInEnglish } from './not-possible-now.en.js';
import type { ProblemTexts } from './problem-texts.js';
import { quotaSentence } from './quota-sentence.en.js';
import { RESTORE_POINTS_IN_ENGLISH } from './restore-points.en.js';
import { SERIES_IN_ENGLISH } from './series.en.js';

const DIMENSIONS: Record<string, string> = {
  vms: 'VMs',
  vcpus: 'vCPUs',
  memoryMiB: 'memory (MiB)',
  diskGiB: 'disk (GiB)',
  runningVcpus: 'vCPUs of running VMs',
  runningMemoryMiB: 'memory of running VMs (MiB)',
};

/** By `ClosedReason`. */
const CLOSED: Record<string, string> = {
  disabled: 'This account is disabled in the school’s directory: ask an administrator.',
  expired: 'This account has expired in the school’s directory: ask an administrator.',
  locked:
    'The school’s directory has locked this account after too many attempts: try again later, or ask an administrator.',
  'not-now':
    'The school’s directory does not open this account at this hour or from this place: try again later.',
  'password-expired':
    'This account’s password has expired: change it on a computer of the school, then come back.',
  'password-must-change':
    'This account’s password has to be changed: do it on a computer of the school, then come back.',
};

/** Why nothing comes out of the folder of backups. */
const BACKUPS: Record<string, string> = {
  'not-configured':
    'The portal does not know where backups are: an administrator has to say so by VMM_BACKUP_DIR.',
  missing: 'The folder of backups is not there: is its disk connected? Tell an administrator.',
  closed: 'The portal may not read the backups: tell an administrator.',
  gone: 'This backup is no longer there, or does not have this VM: choose another one.',
  damaged: 'This backup is damaged or incomplete: choose another one, and tell an administrator.',
};

export const ENGLISH: ProblemTexts = {
  ...CONSOLES_IN_ENGLISH,
  ...RESTORE_POINTS_IN_ENGLISH,
  ...SERIES_IN_ENGLISH,
  'invalid-request': () => ['Please correct', 'Correct the fields that are marked, then try again.'],
  'malformed-request': () => [
    'Unreadable request',
    'The request could not be read: its address or its content is not well formed. Content has to be valid JSON.',
  ],
  'not-signed-in': () => ['Sign in first', 'You are not signed in, or your session has ended: sign in.'],
  'wrong-credentials': ({ hint }) => [
    'Sign-in refused',
    hint === 'domain'
      ? 'Wrong account name or password. Type the account name alone, without “@…” or “DOMAIN\\”.'
      : 'Wrong account name or password. Check capitals and the keyboard layout.',
  ],
  'too-many-attempts': ({ seconds = 60 }) => [
    'Too many attempts',
    `Too many failed attempts: wait ${duration(Number(seconds))} before the next.`,
  ],
  'foreign-origin': ({ own, name }) => [
    name ? 'Unknown address' : 'Request from another site',
    name
      ? `The portal does not know that it is called ${name}. Open it at the server’s IP address, or have PUBLIC_URL=${own} set in the server’s .env file and the portal restarted.`
      : own
        ? `This request comes from another site. Open the portal at ${own}.`
        : 'This request comes from another site. Open the portal at its own address.',
  ],
  'account-closed': ({ reason = '' }) => [
    'Account closed',
    CLOSED[reason] ?? 'The school’s directory does not open this account: ask an administrator.',
  ],
  'role-too-low': () => [
    'Not for your account',
    'Your account has no access to this part of the portal. Ask a teacher or an administrator.',
  ],
  'scope-too-low': ({ scope = '', needed }) => [
    'Not with this token',
    needed
      ? `This access token allows “${scope}”; this needs “${needed}”. Make a token that allows it.`
      : 'This cannot be done with an access token: sign in to the portal.',
  ],
  'not-found': () => ['Not found', 'This does not exist, or no longer does. Go back to the list.'],
  'method-not-allowed': ({ allowed = '' }) => [
    'Method not allowed',
    `This address accepts only: ${allowed}.`,
  ],
  'payload-too-large': () => ['Request too large', 'What was sent is too large: send less.'],
  'headers-too-large': () => [
    'Request head too large',
    'The address or the headers of the request are too long: delete this site’s cookies, or send less.',
  ],
  'request-too-slow': () => [
    'Request took too long',
    'The request did not arrive as a whole in time: try again.',
  ],
  'precondition-failed': () => [
    'Changed meanwhile',
    'This is no longer what the request expected (If-Match, If-Unmodified-Since): read it again.',
  ],
  'unsupported-media-type': ({ accepted }) => [
    'Format not accepted',
    accepted
      ? `The content must be sent as ${accepted}.`
      : 'The content must be sent as JSON (application/json), or as CSV (text/csv) where a file is taken.',
  ],
  'range-not-satisfiable': () => [
    'No such part',
    'The part asked for (Range) lies beyond the end of the file: ask for all of it.',
  ],
  'too-many-streams': ({ limit, seconds = 30 }) => [
    'Too many pages open',
    `Too many pages of yours follow the portal at once${limit ? ` (${limit} at most)` : ''}: close some, and try again in ${duration(Number(seconds))}.`,
  ],
  'too-many-pictures': ({ seconds = 10 }) => [
    'Too many pictures',
    `Many pictures of screens were asked for in a short time: wait ${duration(Number(seconds))}, or open the console.`,
  ],
  'too-many-connections': ({ limit, seconds = 10 }) => [
    'Too many connections',
    `Your network has too many connections open to the portal${limit ? ` (${limit} at most)` : ''}: close some, and try again in ${duration(Number(seconds))}.`,
  ],
  'too-busy': ({ seconds = 5 }) => [
    'Many requests at once',
    `The portal is very busy at this moment: try again in ${duration(Number(seconds))}.`,
  ],
  'too-many-changes': ({ limit, seconds = 60 }) => [
    'Too many changes',
    `Your account has changed things too often${limit ? ` (${limit} times in a minute at most)` : ''}: wait ${duration(Number(seconds))} before the next.`,
  ],
  'too-many-tokens': ({ limit = '' }) => [
    'Too many tokens',
    `You have ${limit} access tokens already, which is the most one may have: revoke one that is no longer used.`,
  ],
  'too-many-operations': ({ limit = '' }) => [
    'Too many operations under way',
    `${limit} operations of yours on several VMs are under way, which is the most one may have: wait until one has ended, or cancel one.`,
  ],
  'quota-exceeded': (params) => ['Quota exceeded', quotaSentence(params)],
  'too-many-requests': ({ seconds = 60 }) => [
    'Many requests',
    `You have asked for more many times within an hour: wait ${duration(Number(seconds))} before the next.`,
  ],
  'request-pending': () => [
    'Request already pending',
    'You already have a pending request for the same thing: wait for the answer, or cancel it first.',
  ],
  'request-decided': ({ by, state = '' }) => [
    state === 'pending' ? 'Not decided yet' : 'Decided already',
    state === 'pending'
      ? 'This request still waits for an answer: approve or reject it first.'
      : `This request is no longer pending: it was ${state || 'decided'}${by ? ` by ${by}` : ''}. Reload to see the decision.`,
  ],
  'last-administrator': () => [
    'Last administrator',
    'This is the last account that may administer the portal: make another administrator first.',
  ],
  'directory-decides': () => [
    'Kept by the directory',
    'The school’s directory decides this: change it there.',
  ],
  'not-possible-now': (params) => [
    'Not possible now',
    boxRefusalInEnglish(params) ?? notPossibleInEnglish(String(params['action']), String(params['state'])),
  ],
  'template-unavailable': ({ template = '' }) => [
    'Template unavailable',
    `The template “${template}” is not available at the moment: choose another or tell an administrator.`,
  ],
  'wrong-password': () => ['Wrong password', 'The current password is not right: type it again.'],
  'database-unavailable': () => [
    'Service unavailable',
    'The database does not answer, or has no room left. Try again in a minute; if it lasts, tell an administrator.',
  ],
  'directory-unavailable': () => [
    'Directory out of reach',
    'The school’s directory does not answer. Until it does, accounts of the school cannot sign in, and new accounts cannot be compared with it. Try again in a minute.',
  ],
  'libvirt-unavailable': () => [
    'VMs out of reach',
    'The virtualisation service does not answer. Try again in a minute; if it lasts, tell an administrator.',
  ],
  'engine-unavailable': () => [
    'Programs out of reach',
    'The engine of the containers does not answer. Try again in a minute.',
  ],
  'creation-failed': (params) => ['Creation failed', creationFailedInEnglish(params)],
  'bring-back-failed': (params) => ['It could not be restored', bringBackFailedInEnglish(params)],
  'backup-unusable': ({ reason = '' }) => [
    'Backup of no use',
    BACKUPS[reason] ?? 'This backup cannot be read: choose another one.',
  ],
  'machine-gone': () => [
    'VM gone',
    'This VM no longer exists on its host, nor does its disk. You can rebuild it, empty, with the same name and size.',
  ],
  'machine-asleep': () => ['VM asleep', 'The VM’s system has put itself to sleep: resume it to go on.'],
  'machine-paused': () => ['VM paused', 'The VM was paused on its host: resume it to go on.'],
  'machine-stalled': () => [
    'Host’s disk full or broken',
    'The VM can no longer write to its disk and waits, in memory: its host has probably run out of space. Tell an administrator, then resume it: nothing is lost.',
  ],
  'machine-crashed': () => [
    'System crashed',
    'The VM’s system has stopped on a grave error: force it to restart or to stop.',
  ],
  'bake-failed': ({ reason = '' }) => [
    'Bake failed',
    `The box was not baked: ${reason || 'see the job’s log'}. Earlier boxes stay; try again when the cause is gone.`,
  ],
  'box-refused': (params) => [
    'Box refused',
    `The imported box is not taken: ${boxFaultInEnglish(params)} Nothing of it is kept.`,
  ],
  'box-not-fetched': (params) => [
    'Download failed',
    `The box could not be downloaded: ${fetchFaultInEnglish(params)}`,
  ],
  'vagrant-failed': ({ reason }) => [
    'Creation failed',
    `The VM could not be made${reason ? `: ${reason}` : ''}. Try again; the job’s log says what happened.`,
  ],
  'guest-not-answering': () => [
    'The VM does not answer',
    'The VM’s system does not answer: wait until it has started. If it has, its agent (qemu-guest-agent) is stopped or removed: bring it back from its console.',
  ],
  'guest-refused': ({ reason }) => [
    'Refused by the VM',
    `The VM’s system refused${reason ? `: ${reason}` : ''}. Check the account.`,
  ],
  'disk-not-grown': () => [
    'File system not grown',
    'The disk is larger, but the file system could not follow: the root is on LVM, or another partition lies behind it. Grow it in the VM.',
  ],
  'account-missing': ({ account = '' }) => [
    'No such account in the VM',
    `The account “${account}” is not in the VM: it was renamed or removed there. Open its console and change the password with the command passwd.`,
  ],
  'password-refused': ({ account = '' }) => [
    'Password refused by the VM',
    `The VM’s system did not take this password for “${account}”. Try another, or the command passwd in its console.`,
  ],
  'host-full': ({ what, dimension = '' }) => [
    'Host full',
    what === 'network'
      ? 'The host has no free addresses left for your private network. Tell an administrator.'
      : `The host has not enough room left${DIMENSIONS[dimension] ? ` (${DIMENSIONS[dimension]})` : ''}. Stop a VM you do not need or try again later.`,
  ],
  'time-out': ({ seconds }) => [
    'Took too long',
    `This did not end${seconds ? ` within ${duration(Number(seconds))}` : ' in time'}. Try again; if it happens again, tell a teacher.`,
  ],
  cancelled: () => ['Cancelled', 'This was cancelled.'],
  'internal-error': () => [
    'Internal error',
    'Something unforeseen went wrong and was recorded. Try again, then tell an administrator.',
  ],
};

function duration(seconds: number): string {
  return seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
}
