import { type Account, type CurrentUser, type Group, type Vm, mentionsAll } from '@vm-manager/contracts';
import type { TextKey } from '../i18n/text-key';
import type { IconName } from '../ui/icons';

/** Of each kind; who wants more types another word. */
export const SHOWN = 6;

export interface SearchResult {
  /** Where it leads; no two lead to the same place. */
  readonly url: string;
  readonly icon: IconName;
  readonly text: string;
  /** Tells those of one name apart. */
  readonly hint?: string;
  readonly vm?: Vm;
}

export interface ResultGroup {
  readonly title: TextKey;
  readonly results: readonly SearchResult[];
}

export interface Action {
  readonly url: string;
  readonly icon: IconName;
  readonly text: TextKey;
}

type Searcher = Pick<CurrentUser, 'id' | 'role'>;

const OWN: readonly Action[] = [
  { url: '/machines/nouvelle', icon: 'add', text: 'page.new-vm' },
  { url: '/machines', icon: 'computer', text: 'page.my-vms' },
];
const ACTIONS: Record<CurrentUser['role'], readonly Action[]> = {
  student: [
    ...OWN,
    { url: '/demandes', icon: 'inbox', text: 'page.my-requests' },
    { url: '/demandes/nouvelle', icon: 'more-time', text: 'page.new-request' },
    { url: '/invitations', icon: 'group', text: 'page.invitations' },
    { url: '/compte', icon: 'account', text: 'page.own-account' },
  ],
  teacher: [
    ...OWN,
    { url: '/classes', icon: 'school', text: 'page.classes' },
    { url: '/toutes', icon: 'list', text: 'page.all-vms' },
    { url: '/demandes', icon: 'inbox', text: 'page.requests' },
    { url: '/demandes/miennes', icon: 'inbox', text: 'page.my-requests' },
    { url: '/demandes/nouvelle', icon: 'more-time', text: 'page.new-request' },
    { url: '/compte', icon: 'account', text: 'page.own-account' },
  ],
  admin: [
    ...OWN,
    { url: '/toutes', icon: 'list', text: 'page.all-vms' },
    { url: '/demandes', icon: 'inbox', text: 'page.requests' },
    { url: '/administration/plateforme', icon: 'shield', text: 'page.platform' },
    { url: '/administration/taches', icon: 'schedule', text: 'page.jobs' },
    { url: '/administration/comptes', icon: 'person', text: 'page.accounts' },
    { url: '/administration/groupes', icon: 'group', text: 'page.groups' },
    { url: '/administration/quotas', icon: 'tune', text: 'page.quotas' },
    { url: '/administration/hotes', icon: 'server', text: 'page.capacity' },
    { url: '/administration/journal', icon: 'history', text: 'page.audit' },
    { url: '/compte', icon: 'account', text: 'page.own-account' },
  ],
};

/** The ways that are open to this role and named by what was typed; all of them before anything is. */
export const actionsFor = (
  { role }: Searcher,
  typed: string,
  nameOf: (key: TextKey) => string,
): SearchResult[] =>
  ACTIONS[role]
    .map(({ url, icon, text }) => ({ url, icon, text: nameOf(text) }))
    .filter(({ text }) => mentionsAll(text, typed));

export const vmResults = (vms: readonly Vm[], user: Searcher): SearchResult[] =>
  vms.slice(0, SHOWN).map((vm) => ({
    url: `/machines/${vm.id}`,
    icon: 'computer',
    text: vm.name,
    ...(vm.owner.id !== user.id && { hint: vm.owner.displayName }),
    vm,
  }));

export const personResults = (accounts: readonly Account[], user: Searcher): SearchResult[] =>
  accounts.slice(0, SHOWN).map((account) => ({
    url: pageOf(account, user),
    icon: 'person',
    text: account.displayName,
    hint: [account.username, ...account.groups.map(({ name }) => name)].join(' · '),
  }));

export const groupResults = (groups: readonly Group[], typed: string, { role }: Searcher): SearchResult[] =>
  groups
    .filter(({ name }) => mentionsAll(name, typed))
    .slice(0, SHOWN)
    .map(({ id, name }) => ({
      url: role === 'admin' ? `/administration/groupes/${id}` : `/classes/${id}`,
      icon: 'school',
      text: name,
    }));

function pageOf({ id, role }: Account, user: Searcher): string {
  if (id === user.id) return '/compte';
  return role === 'student' ? `/personnes/${id}` : `/administration/comptes/${id}`;
}
