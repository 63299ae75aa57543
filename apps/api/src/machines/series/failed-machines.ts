import { Injectable } from '@nestjs/common';
import type { RetryVm, Vm } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import { FailedVms } from '../vms/failed-vms.js';
import { VmReader } from '../vms/vm-reader.js';
import { SeriesMemberEntity } from './series-member.entity.js';
import { SeriesPasswords, type KnownPasswords } from './series-passwords.js';
import type { SeriesEntity } from './series.entity.js';

interface OfMember {
  series: SeriesEntity;
  member: SeriesMemberEntity;
  /** What the teacher gives anew, where nothing is kept any more. */
  typed: RetryVm;
}

/** Has machines of series made again whose creation failed, with the passwords that they were to have. */
@Injectable()
export class FailedMachines {
  constructor(
    private readonly vms: VmReader,
    private readonly failedVms: FailedVms,
    private readonly templates: VmTemplatesService,
    private readonly passwords: SeriesPasswords,
  ) {}

  async makeAgain(actor: Actor, vm: Vm, { series, member, typed }: OfMember): Promise<void> {
    const action = (['retry', 'rebuild'] as const).find((one) => vm.allowedActions.includes(one));
    if (!action) throw new ProblemError('not-possible-now', { action: 'retry', state: vm.state });
    const found = await this.vms.findFor(actor, 'operate-vms', vm.id);
    const template = await this.templates.usable(vm.templateId, actor);
    if (series.passwords === 'typed') {
      const kept = series.sealedPasswords ? this.passwords.open(series.sealedPasswords) : {};
      const passwords = { ...kept, ...typed };
      return this.failedVms.makeAgain(actor, found, action, { template, passwords });
    }
    const kept = member.sealedPasswords ? this.passwords.open(member.sealedPasswords) : {};
    const passwords = isWhole(kept) ? kept : this.passwords.random(template.passwordRules);
    const { seriesId, userId } = member;
    const again = { sealedPasswords: this.passwords.seal(passwords), shownAt: null };
    await this.failedVms.makeAgain(
      actor,
      found,
      action,
      { template, passwords },
      async (tx: EntityManager) => {
        await tx.update(SeriesMemberEntity, { seriesId, userId }, again);
      },
    );
  }
}

const isWhole = (passwords: KnownPasswords): passwords is Required<KnownPasswords> =>
  passwords.password !== undefined && passwords.rootPassword !== undefined;
