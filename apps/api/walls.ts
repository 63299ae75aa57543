export interface Group {
  about: string;
  /** Groups before it. */
  uses: string[];
  /** Of each folder, those beside it that it uses. A group without folders is one itself. */
  folders?: Record<string, string[]>;
}

/** What one folder may import, by paths from src. */
export interface Allowance {
  folder: string;
  may: string[];
  /** Whether it is a group, of which only the files that lie in it are meant, not its folders. */
  isGroup: boolean;
  sentence: string;
}

/**
 * Who may import whom inside src, the groups lowest first. What is not named here is forbidden; eslint.config.mjs, the
 * generator of folders and the diagram in docs/architecture.md follow this list.
 */
export const GROUPS: Record<string, Group> = {
  foundation: {
    about: 'knows no person and no VM',
    uses: [],
    folders: {
      'child-process': [],
      waiting: [],
      config: [],
      problems: [],
      metrics: ['config'],
      logging: ['config'],
      csv: ['problems'],
      database: ['config', 'logging', 'problems'],
      health: ['config', 'database', 'logging', 'metrics'],
      http: ['config', 'database', 'logging', 'metrics', 'problems'],
      'command-line': ['config', 'database', 'logging'],
    },
  },
  hosts: {
    about: 'what a computer can do: domains, volumes, networks, machines made by Vagrant',
    uses: ['foundation'],
    folders: {
      'fake-host': [],
      libvirt: ['fake-host'],
      vagrant: ['fake-host', 'libvirt'],
    },
  },
  access: {
    about: 'who someone is, and what they may do',
    uses: ['foundation'],
    folders: {
      identity: [],
      passwords: [],
      'audit-writing': ['identity'],
      sessions: ['audit-writing', 'identity'],
      directory: ['audit-writing', 'identity', 'passwords', 'sessions'],
      auth: ['audit-writing', 'directory', 'identity', 'passwords', 'sessions'],
      refusals: ['audit-writing', 'identity', 'sessions'],
    },
  },
  messages: {
    about:
      'what people are told, as it happens and by mail; what is said belongs to the feature that says it',
    uses: ['foundation', 'access'],
    folders: {
      events: [],
      mail: [],
      notices: ['events', 'mail'],
    },
  },
  jobs: {
    about: 'slow work in named steps; what the steps do belongs to the feature that registers them',
    uses: ['foundation', 'hosts', 'access', 'messages'],
  },
  machines: {
    about: 'the VMs: what is made, what it may take, how it is used',
    uses: ['foundation', 'hosts', 'access', 'messages', 'jobs'],
    folders: {
      'vm-templates': [],
      'guest-systems': ['vm-templates'],
      'windows-boxes': ['vm-templates'],
      'kept-disks': [],
      quotas: ['kept-disks'],
      placement: ['quotas'],
      vms: ['kept-disks', 'placement', 'quotas', 'vm-templates'],
      boxes: ['vm-templates', 'vms'],
      'box-baking': ['boxes', 'vm-templates'],
      'box-imports': ['boxes', 'vm-templates'],
      'screen-pictures': ['vms'],
      'owner-networks': ['vms'],
      'restore-points': ['placement', 'vms'],
      bin: ['vms'],
      clearing: ['vms'],
      plans: [
        ...['boxes', 'guest-systems', 'kept-disks', 'owner-networks'],
        ...['restore-points', 'vm-templates', 'vms'],
      ],
      'prototype-import': ['kept-disks', 'owner-networks', 'quotas', 'vm-templates', 'vms'],
      operations: ['restore-points', 'vms'],
      series: ['operations', 'placement', 'quotas', 'vm-templates', 'vms'],
      reconciling: ['owner-networks', 'vms'],
      'quota-verification': ['quotas', 'vms'],
      measurements: ['vms'],
      'serial-lines': ['vm-templates', 'vms'],
      'console-gateway': ['serial-lines', 'vm-templates', 'vms'],
      requests: ['placement', 'quotas', 'vm-templates', 'vms'],
    },
  },
  people: {
    about: 'accounts, classes, and what is on record about both',
    uses: ['foundation', 'access', 'messages', 'machines'],
    folders: {
      groups: [],
      accounts: ['groups'],
      'audit-reading': [],
      'personal-data': [],
    },
  },
  backup: {
    about: 'all of an installation, kept in a folder elsewhere and brought back from there',
    uses: ['foundation', 'hosts', 'access', 'messages', 'jobs', 'machines'],
  },
  start: {
    about:
      'the program: how it is configured, started and asked about itself; app.module.ts puts the groups together',
    uses: ['foundation', 'hosts', 'access', 'messages', 'machines'],
    folders: {
      doctor: [],
      platform: ['doctor'],
    },
  },
};

export function allowances(groups = GROUPS): Allowance[] {
  return Object.entries(groups).flatMap(([group, { about, uses, folders }]) => {
    const of = (folder: string, siblings: string[], isGroup = false): Allowance => ({
      folder,
      may: [...uses, ...siblings.map((sibling) => `${group}/${sibling}`), folder],
      isGroup,
      sentence: `${folder}/ may import ${[...uses, ...siblings].join(', ') || 'itself'} only. ${group}/: ${about}.`,
    });
    // What lies in a group itself, such as start/configure-app.ts, sees all of it.
    return [
      of(group, Object.keys(folders ?? {}), folders !== undefined),
      ...Object.entries(folders ?? {}).map(([name, siblings]) => of(`${group}/${name}`, siblings)),
    ];
  });
}

/** The picture of the groups in docs/architecture.md. */
export function diagram(groups = GROUPS): string {
  const boxes = Object.entries(groups).map(([group, { folders }]) => {
    const inside = Object.keys(folders ?? {});
    return `  ${group}["${[`<b>${group}</b>`, inside.join(', ')].filter(Boolean).join('<br/>')}"]`;
  });
  const arrows = Object.entries(groups).flatMap(([group, { uses }]) =>
    uses.length > 0 ? [`  ${group} --> ${uses.join(' & ')}`] : [],
  );
  return ['```mermaid', 'flowchart TB', ...boxes.reverse(), ...arrows.reverse(), '```'].join('\n');
}
