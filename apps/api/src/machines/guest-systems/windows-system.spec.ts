import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GuestAgents } from '../../hosts/libvirt/guest-agents.js';
import { RpcGuest } from '../../hosts/libvirt/rpc-guest.js';
import { AgentChannel } from '../../hosts/libvirt/testing/agent-channel.js';
import {
  FakeGuestAgent,
  type Outcome,
  type RanProgram,
} from '../../hosts/libvirt/testing/fake-guest-agent.js';
import { POWERSHELL, powershellArguments, SCRIPTS_FOLDER } from './windows-scripts.js';
import { WindowsSystem } from './windows-system.js';

const vmId = '00000000-0000-4000-8000-000000000001';
/** Everything in them means something to PowerShell, cmd.exe, JSON, a format string or XML. */
const HOSTILE = [
  `o'b"rien`,
  '$(Restart-Computer)',
  '`r`n$env:PATH',
  '%PATH%^&|<>',
  '"}; throw {"x":"',
  '"@\'@ #{x} {0}',
  'éà€ 漢字 🙂 \u202e',
  '\\u0022\\',
  '-EncodedCommand',
  '</x><!--',
];
const PASSWORD = `Aa1 ${HOSTILE.join(' ')}`.slice(0, 127);

const asked = ({ input }: RanProgram) => JSON.parse(input.toString('utf8')) as { do: string };
const line = (kind: string, text: string) => `${kind}:${Buffer.from(text).toString('base64')}\r\n`;
const found = (answer: object) => ({ exitCode: 0, out: line('vmm', JSON.stringify(answer)) });

describe('Windows, by a guest agent over its channel', () => {
  let channel: AgentChannel;
  let agent: FakeGuestAgent;
  let system: WindowsSystem;
  /** What the scripts answer. */
  let answers: Record<string, Outcome>;

  beforeEach(async () => {
    channel = await AgentChannel.open();
    agent = new FakeGuestAgent(channel.path);
    answers = {
      prepare: found({ restart: false }),
      'create-account': found({ account: 'eleve' }),
      'find-account': found({ account: 'Eleve' }),
      'find-administrator': found({ account: 'Administrateur' }),
    };
    agent.outcome = (program) => answers[asked(program).do] ?? found({});
    await agent.start();
    await channel.opened();
    system = new WindowsSystem(new RpcGuest(new GuestAgents(channel.libvirt)));
  });
  afterEach(async () => {
    agent.stop();
    await channel.close();
  });

  it('makes an account of a box’s copy that is prepared first, and gives it its password', async () => {
    await system.createAccount(vmId, 'eleve', PASSWORD);
    expect(agent.ran.map(asked)).toEqual([{ do: 'prepare' }, { do: 'create-account', account: 'eleve' }]);
    expect(agent.passwords).toEqual({ eleve: PASSWORD });
  });

  it('boots again when its new name asks for it', async () => {
    answers['prepare'] = found({ restart: true });
    await system.createAccount(vmId, 'eleve', PASSWORD);
    expect(agent.ran.map((program) => asked(program).do)).toEqual(['prepare', 'create-account', 'restart']);
  });

  it('gives the account that governs it a password, whatever that account is called', async () => {
    await system.setRootPassword(vmId, PASSWORD);
    expect(agent.passwords).toEqual({ Administrateur: PASSWORD });
  });

  it('finds an account as Windows writes it, and says when there is none', async () => {
    await system.setPassword(vmId, 'eleve', PASSWORD);
    expect(agent.passwords).toEqual({ Eleve: PASSWORD });
    answers['find-account'] = found({ account: null });
    await expect(system.setPassword(vmId, 'gone', PASSWORD)).rejects.toMatchObject({
      code: 'account-missing',
      params: { account: 'gone' },
    });
  });

  it('is sent a password as base64 in the agent’s own command, to the byte', async () => {
    await system.setRootPassword(vmId, PASSWORD);
    const lines = agent.received.toString('utf8').split('\n');
    const base64 = Buffer.from(PASSWORD, 'utf8').toString('base64');
    expect(lines.at(-2)).toBe(
      `{"execute":"guest-set-user-password","arguments":{"username":"Administrateur","password":"${base64}","crypted":false}}`,
    );
    expect(lines.at(-1)).toBe('');
  });

  it.each(HOSTILE)('is sent a name as data, to the byte: %j', async (name) => {
    answers['create-account'] = found({ account: name });
    await system.createAccount(vmId, name, PASSWORD);
    await system.setHostName(vmId, name).catch(() => undefined);
    const [, creating, renaming] = agent.ran;
    expect(agent.passwords).toEqual({ [name]: PASSWORD });
    expect(creating && asked(creating)).toEqual({ do: 'create-account', account: name });
    expect(renaming && asked(renaming)).toEqual({ do: 'set-host-name', name });
    for (const { path, input } of agent.ran) {
      expect(path).toBe(POWERSHELL);
      // No code page changes it on its way, and it is one line.
      expect(input.toString('latin1')).toMatch(/^[\x20-\x7e]+$/);
    }
    // What is run is the same whatever is asked.
    expect(creating?.args).toEqual(await powershellArguments('create-account'));
    expect(renaming?.args).toEqual(await powershellArguments('set-host-name'));
  });

  it('runs its scripts as they are written, in a command line that Windows takes', async () => {
    await system.createAccount(vmId, 'eleve', PASSWORD);
    const common = await readFile(join(SCRIPTS_FOLDER, 'common.ps1'), 'utf8');
    const prepare = await readFile(join(SCRIPTS_FOLDER, 'prepare.ps1'), 'utf8');
    const [ran] = agent.ran;
    expect(ran?.args.slice(0, -1)).toEqual([
      ...['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass'],
      ...['-InputFormat', 'None', '-OutputFormat', 'Text', '-EncodedCommand'],
    ]);
    const script = Buffer.from(ran?.args.at(-1) ?? '', 'base64').toString('utf16le');
    expect(script).toBe(`${common}\n${prepare}`);
    expect([ran?.path, ...(ran?.args ?? [])].join(' ').length).toBeLessThan(32_767);
  });

  it('waits for a slow script', async () => {
    const { outcome } = agent;
    let asking = 0;
    agent.outcome = (program) => ((asking += 1) < 3 ? null : outcome(program));
    await system.setRootPassword(vmId, PASSWORD);
    expect(asking).toBe(3);
    expect(agent.passwords).toEqual({ Administrateur: PASSWORD });
  });

  it('tells what a script found wrong, in Windows’ own words', async () => {
    const words = 'L’accès est refusé.\u0000';
    answers['create-account'] = { exitCode: 1, out: line('vmm-error', words), err: '#< CLIXML <x>' };
    await expect(system.createAccount(vmId, 'eleve', PASSWORD)).rejects.toMatchObject({
      code: 'guest-refused',
      params: { reason: 'L’accès est refusé.\ufffd' },
    });
    expect(agent.passwords).toEqual({});
  });

  it.each([
    ['nothing', { exitCode: 0 }],
    ['another answer', found({ colour: 'red' })],
    ['a broken answer', { exitCode: 0, out: 'vmm:e30K' + '\r\n' }],
    ['an end with an answer, but badly', { ...found({ restart: false }), exitCode: 1 }],
  ])('believes no script that says %s', async (_, outcome) => {
    answers['prepare'] = outcome;
    await expect(system.createAccount(vmId, 'eleve', PASSWORD)).rejects.toMatchObject({
      code: 'guest-refused',
    });
  });

  it('that refuses a password says so, and of which account', async () => {
    agent.before = (execute) => {
      if (execute === 'guest-set-user-password') throw new Error('failed to set password: too short');
    };
    await expect(system.setPassword(vmId, 'eleve', PASSWORD)).rejects.toMatchObject({
      code: 'password-refused',
      params: { account: 'Eleve' },
    });
  });

  it('that boots while a script runs has not answered, and does all of it when it is asked again', async () => {
    const { outcome } = agent;
    agent.outcome = (program) => {
      if (asked(program).do !== 'create-account') return outcome(program);
      agent.outcome = outcome;
      agent.stop();
      return null;
    };
    const making = system.createAccount(vmId, 'eleve', PASSWORD);
    await expect(making).rejects.toMatchObject({ code: 'guest-not-answering' });
    await expect(system.createAccount(vmId, 'eleve', PASSWORD)).rejects.toMatchObject({
      code: 'guest-not-answering',
    });
    await agent.start();
    await channel.opened();
    await system.createAccount(vmId, 'eleve', PASSWORD);
    expect(agent.passwords).toEqual({ eleve: PASSWORD });
  });

  it('whose agent was started anew meanwhile has not answered either', async () => {
    agent.before = (execute) => {
      if (execute === 'guest-exec-status') throw new Error("Invalid parameter 'pid'");
    };
    await expect(system.setRootPassword(vmId, PASSWORD)).rejects.toMatchObject({
      code: 'guest-not-answering',
    });
  });

  it('grows its file system, or says what is in the way', async () => {
    const log: string[] = [];
    await system.growFileSystem(vmId, (line) => log.push(line));
    answers['grow-file-system'] = { exitCode: 1, out: line('vmm-error', 'another partition') };
    await expect(system.growFileSystem(vmId, (line) => log.push(line))).rejects.toMatchObject({
      code: 'disk-not-grown',
    });
    expect(log).toEqual(['another partition']);
  });

  it('says when its trial ends, or that it is on none', async () => {
    answers['find-evaluation-end'] = found({ end: '2027-05-27T08:00:00Z' });
    expect(await system.evaluationEnd(vmId)).toEqual(new Date('2027-05-27T08:00:00Z'));
    answers['find-evaluation-end'] = found({ end: null });
    expect(await system.evaluationEnd(vmId)).toBeNull();
  });
});
