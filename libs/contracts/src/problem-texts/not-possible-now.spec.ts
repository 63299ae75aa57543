import { describe, expect, it } from '@jest/globals';
import { allowedActions, VmAction } from '../vm-action.js';
import { VmState } from '../vm-state.js';
import { problemText } from './problem-texts.js';

const detailOf = (action: string, state: string, language: 'fr' | 'en' = 'fr') =>
  problemText('not-possible-now', { action, state }, language).detail.replace(/\s/g, ' ');

const REFUSED = VmState.options.flatMap((state) =>
  VmAction.options
    .filter((action) => !allowedActions({ state, busy: false }).includes(action))
    .map((action) => [action, state] as const),
);

describe('why an action is not possible now', () => {
  it.each([
    ['start', 'running', 'Cette machine est déjà en marche.'],
    ['force-off', 'stopped', 'Cette machine est déjà arrêtée.'],
    ['suspend', 'suspended', 'Cette machine est déjà suspendue.'],
    ['reboot', 'stopped', 'Cette machine est arrêtée : démarrez-la d’abord.'],
    ['start', 'suspended', 'Cette machine est suspendue : reprenez-la d’abord.'],
    ['start', 'failed', 'Impossible : la machine est en échec.'],
    ['start', 'creating', 'Cette machine est en cours de création : attendez la fin, puis recommencez.'],
  ])('%s, %s: %s', (action, state, sentence) => {
    expect(detailOf(action, state)).toBe(sentence);
  });

  it('tells a deletion, which goes on, from a job that is over', () => {
    expect(detailOf('cancel-deletion', '')).toMatch(/^Une suppression ne s’annule pas/);
    expect(detailOf('cancel-deletion', '', 'en')).toMatch(/^A deletion cannot be cancelled/);
    expect(detailOf('cancel', '')).toMatch(/déjà terminée/);
  });

  it('is a job in the way where the state would allow it', () => {
    expect(detailOf('shutdown', 'running')).toMatch(/^Une tâche est en cours sur cette machine/);
    expect(detailOf('shutdown', 'running', 'en')).toMatch(/^A job is running/);
  });

  it.each(REFUSED)(
    '%s of a machine that is %s: nobody is told to wait when nothing is under way',
    (...asked) => {
      const isUnderWay = ['queued', 'creating', 'starting', 'stopping', 'restoring', 'deleting'].includes(
        asked[1],
      );
      expect(/attendez/.test(detailOf(...asked))).toBe(isUnderWay);
      expect(/wait/.test(detailOf(...asked, 'en'))).toBe(isUnderWay);
    },
  );
});
