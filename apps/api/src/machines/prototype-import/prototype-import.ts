import { Inject, Injectable } from '@nestjs/common';
import type { TemplateFile } from '@vm-manager/contracts';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { Installation } from '../../foundation/database/installation.js';
import type { Host } from '../../hosts/host.js';
import { OwnerNetworks } from '../owner-networks/owner-networks.js';
import { TemplateCatalogue } from '../vm-templates/template-catalogue.js';
import { VmEntity } from '../vms/vm.entity.js';
import { cleanOldFiles, forgetVagrant } from './old-files.js';
import type { PrototypeFolder } from './prototype-folder.js';

const ASK_AGAIN_MS = 500;
const BOOT_SECONDS = 600;
/** No box of ours: Vagrant makes none of these machines again. */
const NO_BOX = { file: '', name: 'prototype/imported', version: '0' };

/** What became of a machine that has its record. */
export interface Finished {
  vm: VmEntity;
  /** Whether it is ours in all things; else what is left comes when it is switched off and started again. */
  isComplete: boolean;
  wasRestarted: boolean;
  /** Files of the old folder out of which something was taken. */
  changed: string[];
}

/** Makes a machine ours that has its record already. Everything can be repeated. */
@Injectable()
export class PrototypeImport {
  constructor(
    private readonly dataSource: DataSource,
    private readonly installation: Installation,
    private readonly networks: OwnerNetworks,
    private readonly catalogue: TemplateCatalogue,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async finish(host: Host, folder: PrototypeFolder, vmId: string, restart: boolean): Promise<Finished> {
    const vm = await this.dataSource.getRepository(VmEntity).findOneByOrFail({ id: vmId });
    // First what needs to be known from the old files, then what makes their machine hard to find.
    const changed = await cleanOldFiles(folder, vmId);
    const adoption = {
      ownerId: vm.ownerId,
      installationId: this.installation.id,
      title: vm.name,
      network: await this.networks.ensureFor(host, vm.ownerId, new AbortController().signal),
    };
    await this.prepareFolder(host, vm, adoption.network);
    let isComplete = await host.foreign.adopt(vmId, adoption);
    const wasRestarted = !isComplete && restart && (await this.switchOff(host, vm));
    if (wasRestarted) {
      isComplete = await host.foreign.adopt(vmId, adoption);
      // Of the prototype's network: as long as one is recorded, nobody looks for the one that comes with the lease.
      await this.dataSource.getRepository(VmEntity).update(vmId, { ipAddress: null });
      await host.machines.start(vmId);
    }
    if (await forgetVagrant(folder)) changed.push('.vagrant');
    return { vm, isComplete, wasRestarted, changed };
  }

  /** Politely, and not by force. Resolves with whether it is off. */
  private async switchOff(host: Host, { id, templateId }: VmEntity): Promise<boolean> {
    if ((await host.machines.powerOf(id)) !== 'running') return false;
    await host.machines.requestShutdown(id);
    const until = performance.now() + 1000 * (await this.templateOf(templateId)).shutdownSeconds.emulated;
    while (performance.now() < until) {
      if ((await host.machines.powerOf(id)) === 'off') return true;
      await pause(ASK_AGAIN_MS);
    }
    return false;
  }

  private async prepareFolder(host: Host, vm: VmEntity, network: string): Promise<void> {
    const folder = join(this.environment.studentVmsDir, vm.folder);
    const isThere = await access(join(folder, 'vm.json')).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    const { os, hardware, communicator, sizes } = await this.templateOf(vm.templateId);
    const { id: vmId, ownerId, name: hostName, vcpus, memoryMiB, diskGiB } = vm;
    await host.provisioner.prepareFolder(folder, {
      ...{ vmId, ownerId, hostName, vcpus, memoryMiB, diskGiB, os, hardware, communicator, network },
      installationId: this.installation.id,
      box: NO_BOX,
      most: {
        vcpus: Math.max(sizes.vcpus.max, vcpus),
        memoryMiB: Math.max(sizes.memoryMiB.max, memoryMiB),
      },
      bootTimeoutSeconds: BOOT_SECONDS,
    });
  }

  private async templateOf(templateId: string): Promise<TemplateFile> {
    const template = await this.catalogue.find(templateId);
    if (!template) throw new Error(`There is no template ${templateId}.`);
    return template.file;
  }
}
