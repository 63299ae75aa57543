import { numberAsRead } from '../number-as-read.js';
import type { ProblemParams } from '../problem.js';
import { quotaAmounts } from './quota-amounts.js';

const DELETE = 'delete a VM';
const SWITCH_OFF = 'switch a VM off';
const DIMENSIONS: Record<string, [of: string, wayOut: string]> = {
  vms: ['VMs', DELETE],
  vcpus: ['vCPUs', DELETE],
  memoryMiB: ['memory', DELETE],
  diskGiB: ['disk', DELETE],
  runningVcpus: ['vCPUs of running VMs', SWITCH_OFF],
  runningMemoryMiB: ['memory of running VMs', SWITCH_OFF],
};
const UNITS = { MiB: 'MiB', GiB: 'GiB' };

/** Which level, of what, how much is used of how much, what was asked for, and a way out; then what the bin holds of it. */
export function quotaSentence(params: ProblemParams): string {
  const binned = Number(params['binGiB'] ?? 0);
  if (binned === 0) return excessSentence(params);
  const amount = `${numberAsRead(binned, 'en')} GiB`;
  if (params['level'] === 'own') return `${excessSentence(params)} The VMs in the bin take ${amount} of it.`;
  // What a disk really takes is less than what it may.
  const upTo = params['rule'] === 'free-disk' ? 'up to ' : '';
  return `${excessSentence(params)} Emptying the bin would free ${upTo}${amount}.`;
}

function excessSentence(params: ProblemParams): string {
  const { level, dimension = '', group, host, rule } = params;
  const [of, wayOut] = DIMENSIONS[dimension] ?? ['resources', 'free a VM'];
  const { used, asked, limit } = quotaAmounts(params, 'en', UNITS);
  const whose = group === undefined ? 'the group' : `the group “${group}”`;
  if (rule === 'member-budget')
    return `You cannot give ${asked} to a member (${of}): the budget of ${whose} is ${limit}.`;
  if (rule === 'free-disk')
    return `The host has only ${limit} of free disk left and needs ${asked} to start a VM: tell an administrator.`;
  const figures = `(used: ${used} of ${limit}; asked for: ${asked})`;
  if (rule === 'all-hosts')
    return `No host has enough ${of} left (on ${host}, used: ${used} of ${limit}; asked for: ${asked}): ${wayOut} or try again later.`;
  if (level === 'group')
    return `The budget for ${of} of ${whose} is not enough ${figures}: ${wayOut} or ask your teacher.`;
  if (level === 'host') return `The host is short of ${of} ${figures}: ${wayOut} or try again later.`;
  return `The quota for ${of} is not enough ${figures}: ${wayOut} or ask for more.`;
}
