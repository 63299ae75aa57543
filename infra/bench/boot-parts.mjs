// What the time until SSH is made of, for one machine that has just started: asked of the guest itself, through its agent.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);
/** Of /proc/<pid>/stat, on every Linux that we know. */
const TICKS_PER_SECOND = 100;

/** Microseconds since the kernel began, one a line, after the guest's uptime in seconds. */
const ASK = `cut -d ' ' -f 1 /proc/uptime
systemctl show --value --property UserspaceTimestampMonotonic
for unit in qemu-guest-agent ssh; do systemctl show --value --property ActiveEnterTimestampMonotonic $unit.service; done`;

/** Seconds of each part. `orderedAt` and `letInAt`, in milliseconds: the request, and Vagrant's "ready" over SSH. */
export async function bootParts(domain, { orderedAt, letInAt }) {
  const qemuAt = await startOfProcess(await readFile(`/run/libvirt/qemu/${domain}.pid`, 'utf8'));
  const askedAt = Date.now();
  const { pid } = await agent(domain, 'guest-exec', {
    path: '/bin/sh',
    arg: ['-c', ASK],
    'capture-output': true,
  });
  let answer;
  while (!(answer = await agent(domain, 'guest-exec-status', { pid })).exited) await pause(100);
  const [uptime, userspace, guestAgent, ssh] = Buffer.from(answer['out-data'], 'base64')
    .toString()
    .trim()
    .split('\n')
    .map(Number);
  const kernelAt = askedAt - uptime * 1000;
  return {
    before: (qemuAt - orderedAt) / 1000,
    firmware: (kernelAt - qemuAt) / 1000,
    kernel: userspace / 1e6,
    systemd: (ssh - userspace) / 1e6,
    // Beside the rest: it answers at about the time at which SSH does.
    agent: (guestAgent - userspace) / 1e6,
    letIn: (letInAt - kernelAt) / 1000 - ssh / 1e6,
  };
}

/** In milliseconds since 1970. */
async function startOfProcess(pid) {
  const [stat, uptime] = await Promise.all([
    readFile(`/proc/${pid.trim()}/stat`, 'utf8'),
    readFile('/proc/uptime', 'utf8'),
  ]);
  // The second field, a name in brackets, may hold spaces.
  const ticks = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  return Date.now() - (Number(uptime.split(' ')[0]) - ticks / TICKS_PER_SECOND) * 1000;
}

async function agent(domain, command, given) {
  const question = JSON.stringify({ execute: command, arguments: given });
  const { stdout } = await execute('virsh', [
    ...['--quiet', '--connect', 'qemu:///system'],
    ...['qemu-agent-command', domain, question],
  ]);
  return JSON.parse(stdout).return;
}
