import {
  AuthType,
  ConnectFlag,
  KEEPALIVE_FEATURE,
  authList,
  authPolkit,
  connectOpen,
  connectSupportsFeature,
} from '../protocol/connect-procedures.js';
import { LibvirtConnectionError, LibvirtError } from './errors.js';
import type { CallOptions, RpcChannel } from './rpc-channel.js';

export interface HandshakeOptions extends CallOptions {
  readonly uri: string;
  readonly readonly: boolean;
  readonly wantsKeepalive: boolean;
}

/** Authenticates and opens the URI. Resolves to whether keepalive was agreed on; libvirt wants it settled before the URI is opened. */
export async function handshake(channel: RpcChannel, options: HandshakeOptions): Promise<boolean> {
  try {
    await authenticate(channel, options);
    const keepalive =
      options.wantsKeepalive &&
      (await channel.call(connectSupportsFeature, { feature: KEEPALIVE_FEATURE }, options)).supported;
    await channel.call(
      connectOpen,
      { name: options.uri, flags: options.readonly ? ConnectFlag.readonly : 0 },
      options,
    );
    return keepalive;
  } catch (cause) {
    if (!(cause instanceof LibvirtError)) throw cause;
    throw new LibvirtConnectionError('refused', `libvirt refused ${options.uri}: ${cause.message}`, {
      cause,
    });
  }
}

async function authenticate(channel: RpcChannel, options: CallOptions): Promise<void> {
  const { types } = await channel.call(authList, undefined, options);
  if (types.length === 0 || types.includes(AuthType.none)) return;
  if (!types.includes(AuthType.polkit)) {
    throw new LibvirtConnectionError(
      'refused',
      `libvirt asks for an authentication of type ${types.join(', ')}; only none and polkit are known here`,
    );
  }
  await channel.call(authPolkit, undefined, options);
}
