import type { QuotaExcess } from '@vm-manager/contracts';
import type { Planned, PlannedImport, Reason } from './import-plan.js';
import type { Finished } from './prototype-import.js';

/** What is going to happen to one folder, or why nothing does: for the person at the terminal. */
export function plannedLines(planned: Planned): string[] {
  const { folder } = planned.folder;
  if (planned.kind === 'leave') return [`${folder}: left alone: ${reasonText(planned.reason)}`];
  if (planned.kind === 'finish')
    return [`${folder}: is VM ${planned.vmId} already; what was cut off goes on`];
  return importLines(planned);
}

function importLines({ folder, machine, owner, name, templateId, excesses }: PlannedImport): string[] {
  const size = `${machine.vcpus} vCPU, ${machine.memoryMiB} MiB, ${machine.diskGiB} GiB`;
  const [system, ...further] = machine.volumes;
  const waits = machine.power === 'off' ? null : WAITS;
  return [
    `${folder.folder}: ${machine.name} (${machine.power}, ${size}) becomes VM "${name}" of ${owner.username}, id ${machine.id}`,
    ...(name === folder.name
      ? []
      : [`  renamed: "${folder.name}" is no name for a VM here or is taken, so "${name}"`]),
    ...(owner.id === null ? [`  ${owner.username} is in the directory and gets an account here`] : []),
    `  template: ${templateId}`,
    `  domain: named vmm-${machine.id}, with our description${waits ? ' (the name at its next stop)' : ''}`,
    `  disk: ${system ?? ''} is kept as it is, not copied${further.length > 0 ? `; so is ${further.join(', ')}, which no quota counts` : ''}`,
    `  screen: on 127.0.0.1 only, with a random password, no key map and no WebSocket of QEMU's${waits ?? ''}`,
    `  network: ${machine.networks.join(', ') || 'none'} becomes ${owner.username}'s private network${waits ?? ''}; its address changes, as the old network is shared by everyone; cards keep their MAC`,
    `  files: passwords are taken out of ${folder.folder}; its Vagrantfile becomes a note, .vagrant goes`,
    ...(machine.power === 'off' ? [] : ['  it is not rebooted (--restart would shut it down and start it)']),
    ...excesses.map((excess) => `  over quota, imported all the same: ${excessText(excess)}`),
  ];
}

const WAITS = ' from its next stop on';

const excessText = ({ level, dimension, used, asked, limit }: QuotaExcess) =>
  `${dimension} ${used + asked} of ${limit}${level === 'group' ? ' (budget of the class)' : ''}`;

/** Afterwards. */
export function finishedLines(folder: string, { vm, isComplete, wasRestarted, changed }: Finished): string[] {
  return [
    `${folder}: VM "${vm.name}" ${vm.id}${changed.length > 0 ? `, cleaned: ${changed.join(', ')}` : ''}`,
    ...(wasRestarted ? ['  it was shut down and started again'] : []),
    ...(isComplete
      ? []
      : [
          '  it was left on: name, screen and network become ours when it is stopped and started from the portal',
        ]),
  ];
}

function reasonText(reason: Reason): string {
  switch (reason.why) {
    case 'shared-domain':
      return `${reason.domain} is the machine of ${reason.others.join(', ')} too; which of them owns it is yours to decide (rename the other folder)`;
    case 'unknown-person':
      return `nobody is called ${reason.account}, neither here nor in the directory`;
    case 'no-machine':
      return `there is no domain ${reason.domain}`;
    case 'another-installation':
      return `${reason.domain} belongs to another installation of VM Manager`;
    case 'belongs-to-vm':
      return `${reason.domain} is a VM here already, of another folder`;
    case 'disk-elsewhere':
      return reason.disks.length > 0
        ? `its disk is not in the storage pool: ${reason.disks.join(', ')}`
        : 'it has no disk in the storage pool';
    case 'vm-deleted':
      return `it was imported as VM ${reason.vmId}, which has been deleted since`;
    case 'somebody-elses-vm':
      return `its Vagrantfile names VM ${reason.vmId}, which is somebody else's`;
    case 'closed':
      return 'this user may not read it (run the command as root, or give the folder to the portal’s account)';
    case 'link':
      return 'it is a link to somewhere else, which is not followed';
  }
}
