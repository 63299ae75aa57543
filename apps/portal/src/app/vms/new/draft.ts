import { AccountName, type CreateVm, VmName, type VmTemplate } from '@vm-manager/contracts';

/** What the form edits. The group is asked beside it, and only of people with several. */
export type Draft = Required<Omit<CreateVm, 'groupId'>>;

/** The first name of the template that is free: `debian-server-2`. Names of one owner are unique, ignoring case. */
export function proposedName(templateId: string, taken: readonly string[]): string {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  const base = VmName.safeParse(`${templateId}-1`).success ? templateId : 'machine';
  for (let number = 1; ; number++) {
    const name = `${base}-${number}`;
    if (!used.has(name.toLowerCase())) return name;
  }
}

export function firstDraft(template: VmTemplate, username: string, taken: readonly string[]): Draft {
  const account = username.toLowerCase();
  return {
    ...sizesOf(template),
    templateId: template.id,
    name: proposedName(template.id, taken),
    username: AccountName.safeParse(account).success ? account : '',
    password: '',
    rootPassword: '',
    start: true,
  };
}

/** The draft for another template: its sizes, and its name unless the person has written one. */
export function withTemplate(draft: Draft, template: VmTemplate, taken: readonly string[]): Draft {
  const isOwnName = draft.name !== proposedName(draft.templateId, taken);
  return {
    ...draft,
    ...sizesOf(template),
    templateId: template.id,
    name: isOwnName ? draft.name : proposedName(template.id, taken),
  };
}

function sizesOf({ sizes }: VmTemplate): Pick<Draft, 'vcpus' | 'memoryMiB' | 'diskGiB'> {
  return {
    vcpus: sizes.vcpus.default,
    memoryMiB: sizes.memoryMiB.default,
    diskGiB: sizes.diskGiB.default,
  };
}
