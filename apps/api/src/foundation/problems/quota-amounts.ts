import type { Language } from '@vm-manager/contracts';
import type { ProblemParams } from './problem-error.js';

/** The figures of an exceeded quota as a person reads them: memory is counted in MiB and said in GiB. */
export function quotaAmounts(
  params: ProblemParams,
  language: Language,
  units: { MiB: string; GiB: string },
): { used: string; asked: string; limit: string } {
  const dimension = String(params['dimension'] ?? '');
  const say = (name: string) => {
    const value = Number(params[name] ?? 0);
    if (dimension === 'diskGiB') return `${value} ${units.GiB}`;
    if (!dimension.endsWith('emoryMiB')) return String(value);
    if (value > 0 && value < 1024) return `${value} ${units.MiB}`;
    const gib = new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value / 1024);
    return `${gib} ${units.GiB}`;
  };
  return { used: say('used'), asked: say('asked'), limit: say('limit') };
}
