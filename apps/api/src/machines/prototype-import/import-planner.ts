import { Injectable } from '@nestjs/common';
import type { QuotaExcess, SetLimits, Usage } from '@vm-manager/contracts';
import { DataSource, Not, type Repository } from 'typeorm';
import type { Host } from '../../hosts/host.js';
import type { ForeignMachine } from '../../hosts/libvirt/foreign-machines.js';
import { plus } from '../quotas/amounts.js';
import { chargeOf } from '../quotas/charge.js';
import { QuotaLimits } from '../quotas/quota-limits.js';
import { excessesOf, type Level } from '../quotas/reservation.js';
import { usageOf } from '../quotas/usages.js';
import { TemplateCatalogue } from '../vm-templates/template-catalogue.js';
import { settledState } from '../vms/settled-state.js';
import { VmEntity } from '../vms/vm.entity.js';
import type { Planned, Reason } from './import-plan.js';
import { importedName } from './imported-name.js';
import {
  domainNameOf,
  importedVmOf,
  prototypeTree,
  templateFor,
  type PrototypeFolder,
} from './prototype-folder.js';
import { PrototypeOwners, type Owner } from './prototype-owners.js';

/** What the machines planned so far take of the quota of a person or class, and which names. */
interface Foreseen {
  names: Map<string, Set<string>>;
  used: Map<string, Usage>;
}

/** Says what an import would do, and changes nothing. */
@Injectable()
export class ImportPlanner {
  constructor(
    private readonly dataSource: DataSource,
    private readonly owners: PrototypeOwners,
    private readonly limits: QuotaLimits,
    private readonly catalogue: TemplateCatalogue,
  ) {}

  async plan(host: Host, root: string): Promise<Planned[]> {
    const { folders, links, closed } = await prototypeTree(root);
    const foreseen: Foreseen = { names: new Map(), used: new Map() };
    const planned: Planned[] = [];
    for (const folder of folders) planned.push(await this.planOne(host, folder, folders, foreseen));
    for (const folder of closed)
      planned.push({ kind: 'leave', folder: { folder }, reason: { why: 'closed' } });
    for (const folder of links) planned.push({ kind: 'leave', folder: { folder }, reason: { why: 'link' } });
    return planned;
  }

  private async planOne(
    host: Host,
    folder: PrototypeFolder,
    all: readonly PrototypeFolder[],
    foreseen: Foreseen,
  ): Promise<Planned> {
    const leave = (reason: Reason): Planned => ({ kind: 'leave', folder, reason });
    const owner = await this.owners.find(folder.account);
    const vmId = importedVmOf(folder);
    if (vmId !== null) {
      const vm = await this.vms.findOneBy({ id: vmId, state: Not('deleting') });
      if (!vm) return leave({ why: 'vm-deleted', vmId });
      // Whoever can write into a folder can write any id there.
      return vm.ownerId === owner?.id
        ? { kind: 'finish', folder, vmId }
        : leave({ why: 'somebody-elses-vm', vmId });
    }
    const domain = domainNameOf(folder);
    const others = all.filter(
      (other) => other !== folder && importedVmOf(other) === null && domainNameOf(other) === domain,
    );
    if (others.length > 0)
      return leave({ why: 'shared-domain', domain, others: others.map((other) => other.folder) });
    if (!owner) return leave({ why: 'unknown-person', account: folder.account });
    const machine = await host.foreign.find(domain);
    if (!machine) return leave({ why: 'no-machine', domain });
    const recorded = await this.vms.findOneBy({ id: machine.id });
    // Cut off between its record and the rest.
    if (recorded?.ownerId === owner.id && !(await this.isOfAnotherFolder(machine.id, all)))
      return { kind: 'finish', folder, vmId: machine.id };
    if (recorded) return leave({ why: 'belongs-to-vm', domain });
    if (machine.installationId !== null) return leave({ why: 'another-installation', domain });
    if (machine.otherDisks.length > 0 || machine.volumes.length === 0)
      return leave({ why: 'disk-elsewhere', disks: machine.otherDisks });
    const name = await this.nameFor(folder, owner, foreseen);
    const { known } = await this.catalogue.read();
    const templateId = templateFor(
      folder,
      known.map(({ file }) => file.id),
    );
    const excesses = await this.excessesOf(machine, owner, foreseen);
    return { kind: 'import', folder, machine, owner, name, templateId, excesses };
  }

  private get vms(): Repository<VmEntity> {
    return this.dataSource.getRepository(VmEntity);
  }

  private async isOfAnotherFolder(vmId: string, all: readonly PrototypeFolder[]): Promise<boolean> {
    return all.some((folder) => importedVmOf(folder) === vmId);
  }

  private async nameFor(folder: PrototypeFolder, owner: Owner, { names }: Foreseen): Promise<string> {
    const taken = names.get(owner.username) ?? new Set(await this.namesOf(owner));
    const name = importedName(folder.name, taken);
    names.set(owner.username, taken.add(name.toLowerCase()));
    return name;
  }

  private async namesOf({ id }: Owner): Promise<string[]> {
    if (id === null) return [];
    const vms = await this.vms.findBy({ ownerId: id });
    return vms.map(({ nameKey }) => nameKey);
  }

  /** Of the person and of the class. What is there already is taken all the same. */
  private async excessesOf(
    machine: ForeignMachine,
    owner: Owner,
    { used }: Foreseen,
  ): Promise<QuotaExcess[]> {
    const asked = chargeOf({ ...machine, ownerId: '', groupId: null, host: '', ...stateOf(machine) }, false);
    const excesses: QuotaExcess[] = [];
    for (const { key, ...level } of await this.levelsOf(owner)) {
      const before = used.get(key) ?? level.used;
      excesses.push(...excessesOf({ ...level, used: before }, asked));
      used.set(key, plus(before, asked));
    }
    return excesses;
  }

  private async levelsOf({ id, username, groupId }: Owner): Promise<(Level & { key: string })[]> {
    const { manager } = this.dataSource;
    const own = id === null ? null : (await this.limits.of(manager, [id])).get(id)?.effective;
    const limits: SetLimits = own ?? (await this.limits.byDefault(manager));
    const used = await usageOf(manager, 'owner_id', id ?? NOBODY);
    const levels: (Level & { key: string })[] = [{ key: username, level: 'own', limits, used }];
    if (groupId !== null) {
      const { budget } = await this.limits.ofGroup(manager, groupId);
      const ofGroup = await usageOf(manager, 'group_id', groupId);
      levels.push({ key: groupId, level: 'group', limits: budget, used: ofGroup });
    }
    return levels;
  }
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** What its record says of a machine at first. */
export const stateOf = ({ power }: ForeignMachine) =>
  settledState({ state: 'stopped', problem: null }, power, false);
