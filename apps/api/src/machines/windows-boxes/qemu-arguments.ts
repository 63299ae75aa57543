import type { TemplateFile } from '@vm-manager/contracts';

/** What a bake's machine is made of. */
export interface BakeMachine {
  accelerator: 'kvm' | 'tcg';
  hardware: Pick<TemplateFile['hardware'], 'firmware' | 'tpm'>;
  disk: string;
  /** Windows' own, virtio-win's, and the one with the answers. */
  discs: readonly string[];
  vcpus: number;
  memoryMiB: number;
  /** A copy of UEFI's variables, and the socket of the security chip; for UEFI alone. */
  variables: string;
  chip: string;
  monitor: string;
  /** Whether it may fetch OpenSSH from Windows Update. */
  online: boolean;
}

export const UEFI_CODE = '/usr/share/OVMF/OVMF_CODE_4M.fd';
export const UEFI_VARIABLES = '/usr/share/OVMF/OVMF_VARS_4M.fd';

/** Like the machines that will stand on the box (infra/vagrant): Windows keeps the drivers of what it was set up on. */
export function qemuArguments(machine: BakeMachine): string[] {
  const { accelerator, hardware, disk, discs, vcpus, memoryMiB, variables, chip, monitor, online } = machine;
  const isUefi = hardware.firmware === 'uefi';
  const bus = isUefi ? ['ide.0', 'ide.1', 'ide.2'] : ['ide.0,unit=0', 'ide.0,unit=1', 'ide.1,unit=0'];
  const cpu = accelerator === 'kvm' ? 'host,hv-relaxed,hv-vapic,hv-spinlocks=0x1fff,hv-time' : 'qemu64';
  return [
    ...['-accel', accelerator, '-machine', `${isUefi ? 'q35' : 'pc'},hpet=off`, '-cpu', cpu],
    ...['-smp', `${vcpus}`, '-m', `${memoryMiB}`, '-rtc', 'base=localtime,driftfix=slew', '-nodefaults'],
    ...['-blockdev', `driver=file,filename=${escaped(disk)},node-name=disk-file,discard=unmap`],
    ...['-blockdev', 'driver=qcow2,file=disk-file,node-name=disk,discard=unmap'],
    // From the empty disk first: it boots from the disc only as long as there is no system on it.
    ...['-device', 'virtio-blk-pci,drive=disk,bootindex=0'],
    ...discs.flatMap((disc, at) => [
      ...['-blockdev', `driver=file,filename=${escaped(disc)},node-name=disc${at},read-only=on`],
      ...['-device', `ide-cd,drive=disc${at},bus=${bus[at]}${at === 0 ? ',bootindex=1' : ''}`],
    ]),
    ...(isUefi
      ? [
          ...['-drive', `if=pflash,format=raw,readonly=on,file=${UEFI_CODE}`],
          ...['-drive', `if=pflash,format=raw,file=${escaped(variables)}`],
        ]
      : []),
    ...(hardware.tpm
      ? [
          ...['-chardev', `socket,id=chip,path=${escaped(chip)}`],
          ...['-tpmdev', 'emulator,id=tpm,chardev=chip', '-device', 'tpm-crb,tpmdev=tpm'],
        ]
      : []),
    ...['-netdev', `user,id=network${online ? '' : ',restrict=on'}`],
    ...['-device', 'virtio-net-pci,netdev=network', '-device', 'virtio-serial-pci'],
    ...['-device', 'VGA', '-display', 'none', '-serial', 'stdio'],
    ...['-chardev', `socket,id=monitor,path=${escaped(monitor)},server=on,wait=off`],
    ...['-mon', 'chardev=monitor,mode=control', '-sandbox', 'on'],
  ];
}

/** QEMU ends a value at a comma, unless there are two. */
const escaped = (path: string) => path.replaceAll(',', ',,');
