import type { Language } from '../language.js';
import { numberAsRead } from '../number-as-read.js';
import type { ProblemParams } from '../problem.js';

/** The figures of an exceeded quota as a person reads them: memory is counted in MiB and said in GiB. */
export function quotaAmounts(
  params: ProblemParams,
  language: Language,
  units: { MiB: string; GiB: string },
): { used: string; asked: string; limit: string } {
  const dimension = String(params['dimension'] ?? '');
  const valueOf = (name: string) => Number(params[name] ?? 0);
  // One sentence has one unit, GiB where quarters of it say all: nobody compares "0 GiB" to "1 MiB".
  const isFine = ['used', 'asked', 'limit'].some((name) => valueOf(name) % 256 !== 0);
  const say = (name: string) => {
    const value = valueOf(name);
    if (dimension === 'diskGiB') return `${numberAsRead(value, language)} ${units.GiB}`;
    if (!dimension.endsWith('emoryMiB')) return numberAsRead(value, language);
    if (isFine) return `${numberAsRead(value, language)} ${units.MiB}`;
    const gib = new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(value / 1024);
    return `${gib} ${units.GiB}`;
  };
  return { used: say('used'), asked: say('asked'), limit: say('limit') };
}
