/** An owner's own network. `octets` are the first three of its /24; the host is `.1`. */
export interface PrivateNetwork {
  name: string;
  bridge: string;
  octets: string;
}

/** The networks that keep owners apart. Every call can be repeated. */
export abstract class PrivateNetworks {
  /** Defines and starts the network unless it runs already. */
  abstract ensure(network: PrivateNetwork): Promise<void>;
  abstract remove(name: string): Promise<void>;
  abstract names(): Promise<string[]>;
  /** IPv4 networks that the host uses already, as `address/prefix`, to keep clear of. */
  abstract subnetsInUse(): Promise<string[]>;
}
