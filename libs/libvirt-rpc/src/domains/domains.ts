import type { RpcChannel } from '../connection/rpc-channel.js';
import { domainCondition } from './domain-condition.js';
import { domainDefinition } from './domain-definition.js';
import { domainGuest } from './domain-guest.js';
import { domainJobs } from './domain-jobs.js';
import { domainMetadata } from './domain-metadata.js';
import { domainPower } from './domain-power.js';
import { domainResources } from './domain-resources.js';
import { domainScreen } from './domain-screen.js';

/** Everything about domains; the parts are split over files by meaning. */
export const domainsOver = (rpc: RpcChannel) => ({
  ...domainDefinition(rpc),
  ...domainPower(rpc),
  ...domainCondition(rpc),
  ...domainResources(rpc),
  ...domainMetadata(rpc),
  ...domainScreen(rpc),
  ...domainGuest(rpc),
  ...domainJobs(rpc),
});
export type Domains = ReturnType<typeof domainsOver>;
