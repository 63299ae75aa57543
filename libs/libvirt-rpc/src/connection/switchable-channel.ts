import type { Procedure } from '../protocol/procedure.js';
import type { StreamMode } from '../streams/rpc-stream.js';
import { LibvirtConnectionError } from './errors.js';
import type { CallOptions, OpenedStream, RpcChannel } from './rpc-channel.js';

/** A channel over whichever connection is there now; without one, calls reject at once. */
export class SwitchableChannel implements RpcChannel {
  #current: RpcChannel | undefined;

  get isConnected(): boolean {
    return this.#current !== undefined;
  }

  switchTo(channel: RpcChannel | undefined): void {
    this.#current = channel;
  }

  async call<Args, Result>(
    procedure: Procedure<Args, Result>,
    args: Args,
    options?: CallOptions,
  ): Promise<Result> {
    return this.#connected().call(procedure, args, options);
  }

  async openStream<Args, Result>(
    procedure: Procedure<Args, Result>,
    args: Args,
    mode: StreamMode,
    options?: CallOptions,
  ): Promise<OpenedStream<Result>> {
    return this.#connected().openStream(procedure, args, mode, options);
  }

  #connected(): RpcChannel {
    if (!this.#current)
      throw new LibvirtConnectionError('disconnected', 'there is no connection to libvirt at the moment');
    return this.#current;
  }
}
