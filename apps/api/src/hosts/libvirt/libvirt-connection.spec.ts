import { describe, expect, it, jest } from '@jest/globals';
import {
  LibvirtConnectionError,
  LibvirtTimeoutError,
  type ReconnectingLibvirt,
} from '@vm-manager/libvirt-rpc';
import { LibvirtConnection } from './libvirt-connection.js';

/** A client that is connected when `whenConnected` resolves; the calls are the test's. */
function connection(whenConnected: ReconnectingLibvirt['whenConnected']): LibvirtConnection {
  const client: Partial<ReconnectingLibvirt> = { whenConnected, on: () => () => undefined };
  return new LibvirtConnection('qemu:///system', client as ReconnectingLibvirt);
}
const isBack = () => Promise.resolve();
const staysAway = (signal?: AbortSignal) =>
  new Promise<never>((_, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
const lost = new LibvirtConnectionError('lost', 'libvirtd hung up');

describe('a call of libvirt', () => {
  it.each(['lost', 'disconnected'] as const)(
    'is repeated once when the connection is %s',
    async (failure) => {
      const call = jest.fn<() => Promise<string>>().mockResolvedValue('answer');
      call.mockRejectedValueOnce(new LibvirtConnectionError(failure, 'gone'));
      expect(await connection(isBack).ask(call)).toBe('answer');
      expect(call).toHaveBeenCalledTimes(2);
    },
  );
  it('is not repeated for ever', async () => {
    const call = jest.fn<() => Promise<string>>().mockRejectedValue(lost);
    await expect(connection(isBack).ask(call)).rejects.toMatchObject({ code: 'libvirt-unavailable' });
    expect(call).toHaveBeenCalledTimes(2);
  });
  it('waits no longer than its patience', async () => {
    const call = jest.fn<() => Promise<string>>().mockRejectedValue(lost);
    await expect(connection(staysAway).ask(call, { patienceMs: 0 })).rejects.toMatchObject({
      code: 'libvirt-unavailable',
      cause: lost,
    });
    expect(call).toHaveBeenCalledTimes(1);
  });
  it('is not repeated when it takes too long', async () => {
    const call = jest.fn<() => Promise<string>>().mockRejectedValue(new LibvirtTimeoutError('any', 1));
    await expect(connection(isBack).ask(call)).rejects.toMatchObject({ code: 'libvirt-unavailable' });
    expect(call).toHaveBeenCalledTimes(1);
  });
});
