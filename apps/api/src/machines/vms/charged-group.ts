import { french, type Language } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { QuotaLimits } from '../quotas/quota-limits.js';

const CHOOSE: Record<Language, string> = {
  fr: french('Vous êtes dans plusieurs groupes : choisissez celui auquel compter cette machine.'),
  en: 'You are in several groups: choose the one to which this VM counts.',
};

/**
 * The group that a new VM of this person is charged to: the chosen one, which must be theirs, else the only one in which
 * they are a student. With several they have to choose as soon as one has a budget: none would get round all of them.
 */
export async function chargedGroup(
  manager: EntityManager,
  limits: QuotaLimits,
  { groups, language }: Pick<Actor, 'groups' | 'language'>,
  chosen: string | undefined,
): Promise<string | null> {
  if (chosen !== undefined) {
    if (groups.some(({ id }) => id === chosen)) return chosen;
    throw new ProblemError('not-found');
  }
  const [only, ...others] = groups.filter(({ teaches }) => !teaches);
  if (!only) return null;
  if (others.length === 0) return only.id;
  for (const { id } of [only, ...others]) {
    const { budget } = await limits.ofGroup(manager, id);
    if (Object.values(budget).some((limit) => limit !== null))
      throw new ProblemError(
        'invalid-request',
        {},
        { errors: [{ pointer: '/groupId', detail: CHOOSE[language] }] },
      );
  }
  return null;
}
