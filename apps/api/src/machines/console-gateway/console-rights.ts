import { Injectable } from '@nestjs/common';
import type { Vm } from '@vm-manager/contracts';
import type { Actor } from '../../access/identity/actor.js';
import { SessionActors } from '../../access/sessions/session-actors.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { ConsoleControls } from '../vms/console-controls.js';
import { ConsoleViewers } from '../vms/console-viewers.js';
import { VmReader } from '../vms/vm-reader.js';
import { Closing } from './closing.js';
import { isTyping, type ConsoleGrant } from './open-consoles.js';

/** Whether someone may have a console, asked when it is ordered, when it opens, and while it is open. */
@Injectable()
export class ConsoleRights {
  constructor(
    private readonly vms: VmReader,
    private readonly actors: SessionActors,
    private readonly viewers: ConsoleViewers,
    private readonly controls: ConsoleControls,
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

  /** Why an open console must close, if it must. That its screen has gone shows by itself. */
  async lossOf(grant: ConsoleGrant): Promise<Closing | null> {
    const { sessionId, vmId } = grant;
    const actor = await this.actors.find(sessionId);
    if (!actor) return Closing.RightsLost;
    const mayOpen = await this.mayOpen(actor, vmId);
    // Looked at afterwards: a VM that goes in between is refused as well, but no right was lost.
    const vm = await this.vms.load(vmId);
    if (!vm || vm.state === 'deleting') return Closing.VmDeleted;
    if (!mayOpen) return Closing.RightsLost;
    const isLost = isTyping(grant) && (await this.controls.isWithAnother(grant));
    return isLost ? Closing.ControlPassed : null;
  }

  private async mayOpen(actor: Actor, vmId: string): Promise<boolean> {
    try {
      await this.vms.findFor(actor, 'open-consoles', vmId);
      return true;
    } catch (refusal) {
      if (refusal instanceof ProblemError && refusal.code === 'not-found') return false;
      throw refusal;
    }
  }
}
