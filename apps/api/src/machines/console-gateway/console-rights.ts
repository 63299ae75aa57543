import { Injectable } from '@nestjs/common';
import type { Vm } from '@vm-manager/contracts';
import { DataSource, In } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { studentGroupsOf } from '../../access/identity/ownership.js';
import { may } from '../../access/identity/permissions.js';
import { SessionActors } from '../../access/sessions/session-actors.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { ConsoleControls } from '../vms/console-controls.js';
import { ConsoleViewers } from '../vms/console-viewers.js';
import { VmEntity } from '../vms/vm.entity.js';
import { VmReader } from '../vms/vm-reader.js';
import { Closing } from './closing.js';
import { isTyping, type ConsoleGrant } from './open-consoles.js';

/** In the bin, a VM has no console either. */
export const isDeleted = ({ state, goneAt }: Pick<VmEntity, 'state' | 'goneAt'>): boolean =>
  state === 'deleting' || goneAt !== null;

/** Whether someone may have a console, asked when it is ordered, when it opens, and while it is open. */
@Injectable()
export class ConsoleRights {
  constructor(
    private readonly vms: VmReader,
    private readonly actors: SessionActors,
    private readonly viewers: ConsoleViewers,
    private readonly controls: ConsoleControls,
    private readonly dataSource: DataSource,
  ) {}

  /** Rejects with `not-found` for a VM that is not theirs to see, `not-possible-now` for one without a screen, `too-many-consoles`. */
  async checkMayOpen(actor: Actor, { vmId, mode }: Pick<ConsoleGrant, 'vmId' | 'mode'>): Promise<Vm> {
    const vm = await this.vms.show(actor, vmId);
    const { allowedActions, state } = vm;
    if (!allowedActions.includes('open-console')) {
      throw new ProblemError('not-possible-now', { action: 'open-console', state });
    }
    await this.viewers.checkRoom({ vmId, mode, userId: actor.id });
    return vm;
  }

  /** The same for the holder of a ticket, whose session may have ended meanwhile. */
  async checkMayRedeem({ sessionId, vmId, mode }: ConsoleGrant): Promise<void> {
    const actor = await this.actors.find(sessionId);
    if (!actor) throw new ProblemError('not-signed-in');
    await this.checkMayOpen(actor, { vmId, mode });
  }

  /**
   * Why these open consoles must close, of each: null where nothing is lost. That its screen has gone shows by itself. It takes as
   * many questions for a thousand as for one.
   */
  async lossesOf(grants: readonly ConsoleGrant[]): Promise<(Closing | null)[]> {
    const { manager } = this.dataSource;
    const vmIds = [...new Set(grants.map(({ vmId }) => vmId))];
    const actors = await this.actors.findAll(grants.map(({ sessionId }) => sessionId));
    const vms = await manager.find(VmEntity, {
      where: { id: In(vmIds) },
      select: { id: true, ownerId: true, state: true, goneAt: true },
    });
    const groups = await studentGroupsOf(
      manager,
      vms.map(({ ownerId }) => ownerId),
    );
    const holders = await this.controls.holdersOf(vmIds);
    const known = new Map(vms.map((vm) => [vm.id, vm]));
    return grants.map((grant) => {
      const actor = actors.get(grant.sessionId);
      if (!actor) return Closing.RightsLost;
      const vm = known.get(grant.vmId);
      if (!vm || isDeleted(vm)) return Closing.VmDeleted;
      const ownership = { ownerId: vm.ownerId, ownerGroupIds: groups.get(vm.ownerId) ?? [] };
      if (!may(actor, 'open-consoles', ownership)) return Closing.RightsLost;
      const isLost = isTyping(grant) && (holders.get(grant.vmId) ?? grant.userId) !== grant.userId;
      return isLost ? Closing.ControlPassed : null;
    });
  }
}
