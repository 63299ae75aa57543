import { Injectable, type OnModuleInit } from '@nestjs/common';
import { rebuildVmFor, type PasswordRules, type RebuildVm } from '@vm-manager/contracts';
import { Sealing, SealingError } from '../../foundation/config/sealing.js';
import { validated } from '../../foundation/http/validated.js';
import { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import { PasswordChanges } from '../vms/password-changes.js';
import { randomPassword } from './random-password.js';
import { SeriesMemberEntity } from './series-member.entity.js';

const PURPOSE = 'passwords of a series';

/** Those that are still what they were. */
export type KnownPasswords = Partial<RebuildVm>;

/** Passwords inside the machines of a series, which lie in the database only sealed. */
@Injectable()
export class SeriesPasswords implements OnModuleInit {
  constructor(
    private readonly sealing: Sealing,
    private readonly changes: PasswordChanges,
    private readonly templates: VmTemplatesService,
  ) {}

  onModuleInit(): void {
    this.changes.onChange(async (tx, vmId, which) => {
      const member = await tx.findOne(SeriesMemberEntity, {
        where: { vmId },
        lock: { mode: 'pessimistic_write' },
      });
      if (!member?.sealedPasswords) return;
      const left = Object.entries(this.open(member.sealedPasswords)).filter(
        ([name]) => !which.some((changed) => changed === name),
      );
      const sealedPasswords = left.length === 0 ? null : this.seal(Object.fromEntries(left));
      const { seriesId, userId } = member;
      await tx.update(SeriesMemberEntity, { seriesId, userId }, { sealedPasswords });
    });
  }

  random(rules: PasswordRules): RebuildVm {
    return { password: randomPassword(rules), rootPassword: randomPassword(rules) };
  }

  /** Those that a teacher types later than the series was asked for. */
  async sealTyped(templateId: string, typed: RebuildVm): Promise<Buffer> {
    const passwordRules = await this.templates.passwordRulesOf(templateId);
    return this.seal(validated(rebuildVmFor({ passwordRules }), typed));
  }

  seal(passwords: KnownPasswords): Buffer {
    return this.sealing.seal(PURPOSE, JSON.stringify(passwords));
  }

  /** None when SECRET_KEY has changed since. */
  open(sealed: Buffer): KnownPasswords {
    try {
      return JSON.parse(this.sealing.open(PURPOSE, sealed).toString('utf8')) as KnownPasswords;
    } catch (error) {
      if (error instanceof SealingError) return {};
      throw error;
    }
  }
}
