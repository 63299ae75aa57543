import { HttpErrorResponse } from '@angular/common/http';
import { toApiProblem } from '../http/api-problem';
import type { Phase } from './console-screen';
import type { Ending } from './screen-connection';
import { type Circumstances, situationOf } from './situation';

const ended = (why: Ending): Phase => ({ name: 'ended', why });
const refused = (status: number, code?: string): Phase => {
  const title = code ?? '';
  const error = code && { type: `/problems/${code}`, title, status, detail: title, instance: '/' };
  return { name: 'refused', error: toApiProblem(new HttpErrorResponse({ status, error })) };
};
const running = { state: 'running', hasScreen: true, isOnline: true } as const;
const nameOf = (phase: Phase, change: Partial<Circumstances> = {}) =>
  situationOf({ ...running, phase, ...change })?.name;

describe('what is said in place of a screen', () => {
  it.each<[string, string | undefined, Phase, Partial<Circumstances>]>([
    ['nothing while it is seen', undefined, { name: 'connected' }, {}],
    ['nothing while it is asked for first', undefined, { name: 'connecting' }, {}],
    ['the network, when the browser says so', 'network', { name: 'connecting' }, { isOnline: false }],
    ['the network, when the line just broke', 'network', ended(undefined), {}],
    [
      'the network before a state that may be old',
      'network',
      { name: 'off' },
      { isOnline: false, hasScreen: false },
    ],
    ['the server, when it says that it restarts', 'server', ended('restarting'), {}],
    ['the server, when nobody answers', 'server', refused(0), {}],
    ['the server, when a proxy answers for it', 'server', refused(502), {}],
    ['the server, when it is overloaded', 'server', refused(503, 'too-busy'), {}],
    ['the machine off', 'off', { name: 'off' }, { state: 'stopped', hasScreen: false }],
    [
      'the machine off, whatever its screen said last',
      'off',
      ended('screen-gone'),
      { state: 'suspended', hasScreen: false },
    ],
    ['the machine on its way', 'restarting', ended('screen-unavailable'), { state: 'starting' }],
    [
      'the machine on its way to a restore point',
      'restarting',
      ended('screen-gone'),
      { state: 'restoring', hasScreen: false },
    ],
    [
      'the machine on its way while its screen is asked for',
      'restarting',
      { name: 'connecting' },
      { state: 'starting' },
    ],
    ['the machine on its way, when its screen went and it did not', 'restarting', ended('screen-gone'), {}],
    [
      'the machine on its way, when the portal knows less than the server',
      'restarting',
      refused(409, 'not-possible-now'),
      {},
    ],
    ['rights that are lost', 'rights-lost', ended('rights-lost'), {}],
    ['nothing, when another types from now on', undefined, ended('control-passed'), {}],
    ['that another has the line now', 'taken-over', ended('taken-over'), {}],
    ['that it was deleted', 'vm-deleted', ended('vm-deleted'), { state: 'deleting', hasScreen: false }],
    [
      'that it is deleted, from the state',
      'vm-deleted',
      { name: 'connecting' },
      { state: 'deleting', hasScreen: false },
    ],
    ['what is not theirs, or is gone, in the server’s words', 'refused', refused(404, 'not-found'), {}],
    ['what the server refuses, in its words', 'refused', refused(409, 'too-many-consoles'), {}],
  ])('%s', (_, expected, phase, change) => {
    expect(nameOf(phase, change)).toBe(expected);
  });
});
