import type { QuotaExcess } from '@vm-manager/contracts';
import type { ForeignMachine } from '../../hosts/libvirt/foreign-machines.js';
import type { Owner } from './prototype-owners.js';
import type { PrototypeFolder } from './prototype-folder.js';

/** Why a folder and its machine are left as they are. */
export type Reason =
  | { why: 'shared-domain'; domain: string; others: string[] }
  | { why: 'unknown-person'; account: string }
  | { why: 'no-machine'; domain: string }
  | { why: 'another-installation'; domain: string }
  | { why: 'belongs-to-vm'; domain: string }
  | { why: 'disk-elsewhere'; disks: string[] }
  | { why: 'vm-deleted'; vmId: string }
  | { why: 'somebody-elses-vm'; vmId: string }
  | { why: 'link' }
  | { why: 'closed' };

/** What an import is going to do with one folder. */
export type Planned =
  | { kind: 'leave'; folder: Pick<PrototypeFolder, 'folder'>; reason: Reason }
  /** An earlier import has made a VM of it; what of it was cut off is done. */
  | { kind: 'finish'; folder: PrototypeFolder; vmId: string }
  | {
      kind: 'import';
      folder: PrototypeFolder;
      machine: ForeignMachine;
      owner: Owner;
      name: string;
      templateId: string;
      excesses: QuotaExcess[];
    };

export type PlannedImport = Extract<Planned, { kind: 'import' }>;
