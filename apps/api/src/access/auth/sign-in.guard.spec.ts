import { expect, it } from '@jest/globals';
import type { ExecutionContext } from '@nestjs/common';
import { FairQueue } from '../passwords/fair-queue.js';
import { SignInGuard } from './sign-in.guard.js';

type Parts = ConstructorParameters<typeof SignInGuard>;

it('keeps nobody waiting while a network that has failed too often is slowed down', async () => {
  const examiner = { queue: new FairQueue(1), examine: () => Promise.resolve() };
  const guard = new SignInGuard(
    {
      check: ({ stranger }: { stranger: string }) => Promise.resolve(stranger === '192.0.2.1' ? 600 : 0),
      begin: () => Promise.resolve('1'),
      succeeded: () => Promise.resolve(),
    } as unknown as Parts[0],
    {
      find: (_: string, network: string) =>
        Promise.resolve({ network, browserId: null, isKnownNetwork: false }),
    } as unknown as Parts[1],
    { clientAddress: ({ address }: { address: string }) => address } as unknown as Parts[2],
    { succeeded: () => Promise.resolve() } as unknown as Parts[3],
    {
      nameIn: (typed: string) => typed,
      examinerOf: () => Promise.resolve(examiner),
      refusable: () => Promise.resolve(true),
    } as unknown as Parts[4],
  );
  const ended: string[] = [];
  const signIn = async (address: string) => {
    const request = { address, headers: {}, body: { username: 'alice', password: 'x' }, user: {} };
    const context = { switchToHttp: () => ({ getRequest: () => request }) } as unknown as ExecutionContext;
    await guard.canActivate(context);
    ended.push(address);
  };
  await Promise.all(['192.0.2.1', '192.0.2.2', '192.0.2.3'].map(signIn));
  expect(ended).toEqual(['192.0.2.2', '192.0.2.3', '192.0.2.1']);
});
