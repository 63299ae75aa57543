import { expect, it } from '@jest/globals';
import type { ExecutionContext } from '@nestjs/common';
import { FairQueue } from '../passwords/fair-queue.js';
import { SignInGuard } from './sign-in.guard.js';

type Parts = ConstructorParameters<typeof SignInGuard>;

const LATE = '192.0.2.1';
const AT_HOME = '192.0.2.9';

/** Signs in from an address, with a right password, at an examiner with one chair. */
function signingIn({
  queue = new FairQueue(1),
  look = () => Promise.resolve(),
}: {
  queue?: FairQueue;
  look?: (address: string) => Promise<void>;
} = {}) {
  const examiner = { queue, examine: () => Promise.resolve() };
  const guard = new SignInGuard(
    {
      check: ({ stranger }: { stranger: string }) => Promise.resolve(stranger === LATE ? 600 : 0),
      begin: () => Promise.resolve('1'),
      succeeded: () => Promise.resolve(),
    } as unknown as Parts[0],
    {
      find: async (_: string, network: string) => {
        await look(network);
        return { network, browserId: null, isKnownNetwork: network === AT_HOME };
      },
    } as unknown as Parts[1],
    { clientAddress: ({ address }: { address: string }) => address } as unknown as Parts[2],
    { succeeded: () => Promise.resolve() } as unknown as Parts[3],
    {
      nameIn: (typed: string) => typed,
      examinerOf: () => Promise.resolve(examiner),
      refusable: () => Promise.resolve(true),
      maySayTooOften: () => Promise.resolve(true),
    } as unknown as Parts[4],
  );
  return (address: string) => {
    const request = { address, headers: {}, body: { username: 'alice', password: 'x' }, user: {} };
    const context = { switchToHttp: () => ({ getRequest: () => request }) } as unknown as ExecutionContext;
    return guard.canActivate(context);
  };
}

it('keeps nobody waiting while a network that has failed too often is slowed down', async () => {
  const signIn = signingIn();
  const ended: string[] = [];
  const all = [LATE, '192.0.2.2', '192.0.2.3'].map((address) =>
    signIn(address).then(() => ended.push(address)),
  );
  await Promise.all(all);
  expect(ended).toEqual(['192.0.2.2', '192.0.2.3', LATE]);
});

it('has a place for who signed in from there before when strangers have taken all of theirs', async () => {
  const queue = new FairQueue(1);
  const go = Promise.withResolvers<void>();
  const strangers = Array.from({ length: 401 }, (_, nth) => queue.run(`network ${nth}`, () => go.promise));
  const signIn = signingIn({ queue });
  await expect(signIn('192.0.2.2')).rejects.toMatchObject({ code: 'too-busy' });
  const atHome = signIn(AT_HOME);
  go.resolve();
  expect(await atHome).toBe(true);
  await Promise.all(strangers);
});

it('asks the database for a few at a time, of each network in turn, whatever comes at once', async () => {
  const looked: string[] = [];
  const go = Promise.withResolvers<void>();
  let [looking, most] = [0, 0];
  const signIn = signingIn({
    look: async (address) => {
      looked.push(address);
      most = Math.max(most, ++looking);
      await go.promise;
      looking--;
    },
  });
  const flood = Array.from({ length: 60 }, () => signIn('192.0.2.2'));
  const other = signIn('192.0.2.3');
  go.resolve();
  await Promise.all([...flood, other]);
  expect(most).toBe(2);
  expect(looked.indexOf('192.0.2.3')).toBeLessThan(10);
});
