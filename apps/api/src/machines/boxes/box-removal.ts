import { Injectable } from '@nestjs/common';
import type { BoxCleanUp } from '@vm-manager/contracts';
import { rm } from 'node:fs/promises';
import { DataSource } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { AdvisoryLocks } from '../../foundation/database/advisory-locks.js';
import { Installation } from '../../foundation/database/installation.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { BESIDE_BOX } from '../vm-templates/boxes.js';
import { TemplateEvents } from '../vm-templates/template-events.js';
import { boxLock } from './box-images.js';
import { BoxInventory, type KnownBox } from './box-inventory.js';
import { BoxVolumeEntity } from './box-volume.entity.js';
import { ownBoxName } from './own-box-name.js';

const NAMED = 10;

/** Takes away what no machine stands on: the file, Vagrant's copy of it, and the images in the pools. Can be repeated. */
@Injectable()
export class BoxRemoval {
  constructor(
    private readonly dataSource: DataSource,
    private readonly inventory: BoxInventory,
    private readonly locks: AdvisoryLocks,
    private readonly installation: Installation,
    private readonly events: TemplateEvents,
    private readonly audit: AuditWriter,
  ) {}

  async retire(actor: Actor, id: string): Promise<void> {
    const { boxes } = await this.inventory.read();
    const box = boxes.find((each) => each.id === id);
    if (!box) throw new ProblemError('not-found');
    await this.remove(actor, box);
  }

  /** All that are neither used nor what new machines would start from. */
  async cleanUp(actor: Actor | null, only: (box: KnownBox) => boolean = () => true): Promise<BoxCleanUp> {
    const { boxes } = await this.inventory.read();
    const done: BoxCleanUp = { removed: [], freedBytes: 0 };
    for (const box of boxes.filter((each) => isSpare(each) && only(each))) {
      await this.remove(actor, box);
      done.removed.push(box.id);
      done.freedBytes += bytesOf(box);
    }
    return done;
  }

  private async remove(actor: Actor | null, { id, name, version }: KnownBox): Promise<void> {
    const box = { name: ownBoxName(this.installation, name), version };
    const removed = await this.locks.holdIfFree(boxLock(box), async () => {
      // As it is now that nobody can begin to use it.
      const { boxes, complete } = await this.inventory.read();
      if (!complete) throw new ProblemError('libvirt-unavailable');
      const known = boxes.find((each) => each.id === id);
      if (!known) throw new ProblemError('not-found');
      mustBeUnused(known);
      await this.removeAllOf(known, box);
      await this.record(actor, known);
      return true;
    });
    if (!removed) throw new ProblemError('not-possible-now', { action: 'use-box', box: id });
  }

  private async removeAllOf(
    { baked, images }: KnownBox,
    box: { name: string; version: string },
  ): Promise<void> {
    for (const { host, volume } of images) {
      await host.volumes.remove(volume);
      await this.dataSource.getRepository(BoxVolumeEntity).delete({ name: volume });
      await host.provisioner.forgetBox(box);
    }
    if (!baked?.file) return;
    // First what makes it one: the rest alone is nothing.
    for (const ending of ['', ...BESIDE_BOX]) await rm(baked.file + ending, { force: true });
  }

  private async record(actor: Actor | null, box: KnownBox): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await this.events.record(tx);
      await this.audit.record(tx, actor, {
        action: 'template.retire-box',
        object: { id: box.name, name: box.name },
        details: { box: box.id, bytes: bytesOf(box) },
      });
    });
  }
}

const isSpare = ({ state, usedBy, otherLayers }: KnownBox) =>
  state !== 'ready' && usedBy.length === 0 && otherLayers.length === 0;

const bytesOf = ({ baked, images }: KnownBox) =>
  (baked?.bytes ?? 0) + images.reduce((sum, { bytes }) => sum + bytes, 0);

function mustBeUnused({ id, usedBy, otherLayers }: KnownBox): void {
  const users = [...usedBy.map(({ name, owner }) => `${name} (${owner.username})`), ...otherLayers];
  if (users.length === 0) return;
  const machines = users.slice(0, NAMED).join(', ');
  const more = Math.max(0, users.length - NAMED);
  throw new ProblemError('not-possible-now', { action: 'retire-box', box: id, machines, more });
}
