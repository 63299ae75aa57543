/** Where a VM's screen is right now, and the password that only the gateway knows. */
export type VncEndpoint = ({ host: string; port: number } | { socketPath: string }) & {
  password: string | null;
};

/** The screens of running VMs. */
export abstract class Screens {
  /** Asks at this moment, nothing is remembered. Rejects with ProblemError('screen-unavailable') when there is none. */
  abstract endpointOf(vmId: string): Promise<VncEndpoint>;
}
