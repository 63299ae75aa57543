import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { DataSource } from 'typeorm';
import { SessionEnds } from '../../access/sessions/session-ends.js';
import { SignInRule } from '../../access/identity/sign-in-rule.js';
import { UsageError, type Command, type CommandContext } from '../../foundation/command-line/command.js';
import { EXIT_CODE } from '../../foundation/config/exit-codes.js';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import { CannotErase, erasePerson } from './erase-person.js';
import { exportPerson } from './export-person.js';
import { leaverLines } from './leavers.js';
import { personCalled } from './person.js';
import { PersonModule } from './person.module.js';

/** The user at the terminal, as the system knows them. */
const terminal = () => ({ through: 'command-line', systemAccount: userInfo().username });

export const personCommand: Command = {
  name: 'person',
  usage: 'export <account> [file] | erase <account> [--yes] | leavers',
  summary: 'what is kept about someone, as JSON; forgets someone; lists who has left the directory',
  run(context) {
    const [word, account, ...rest] = context.args;
    if (word === 'leavers' && account === undefined) return leavers(context);
    if (account !== undefined && word === 'export' && rest.length <= 1)
      return exportTo(context, account, rest[0]);
    if (account !== undefined && word === 'erase' && rest.every((option) => option === '--yes'))
      return erase(context, account, rest.length > 0);
    throw new UsageError('export, erase or leavers, and whom it is about.');
  },
};

async function exportTo(context: CommandContext, account: string, file: string | undefined): Promise<number> {
  const app = await context.open(PersonModule);
  const text = await app.get(DataSource).transaction('REPEATABLE READ', async (tx) => {
    const person = await personCalled(tx, account);
    const found = await exportPerson(tx, person, new Date());
    const object = { id: person.id, name: person.username };
    await app.get(AuditWriter).record(tx, null, { action: 'account.export', object, details: terminal() });
    return JSON.stringify(found, null, 2);
  });
  if (file === undefined) context.say(text);
  else {
    // Readable by its owner only, and never written over an existing file.
    await writeFile(file, `${text}\n`, { mode: 0o600, flag: 'wx' });
    context.say(`Written to ${file}.`);
  }
  return 0;
}

async function erase(context: CommandContext, account: string, isConfirmed: boolean): Promise<number> {
  const app = await context.open(PersonModule);
  const database = app.get(DataSource);
  const { username, displayName } = await personCalled(database.manager, account);
  if (!isConfirmed && (await typedName(`Forget ${displayName}? Type the account's name: `)) !== username) {
    context.say('Not confirmed: nothing was changed.');
    return EXIT_CODE.failed;
  }
  try {
    const alias = await database.transaction(async (tx) => {
      const person = await personCalled(tx, account);
      const [ends, rule] = [app.get(SessionEnds), app.get(SignInRule)];
      const name = await erasePerson(tx, person, { ends, rule });
      const object = { id: person.id, name };
      await app.get(AuditWriter).record(tx, null, { action: 'account.erase', object, details: terminal() });
      return name;
    });
    context.say(`${username} is forgotten; the audit log says "${alias}" instead.`);
    return 0;
  } catch (error) {
    if (!(error instanceof CannotErase)) throw error;
    context.say(error.message);
    return EXIT_CODE.failed;
  }
}

async function leavers(context: CommandContext): Promise<number> {
  const app = await context.open(PersonModule);
  for (const line of await leaverLines(app.get(DataSource).manager)) context.say(line);
  return 0;
}

async function typedName(question: string): Promise<string> {
  const terminalLines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    // A closed input counts as no.
    const closed = new Promise<string>((end) => terminalLines.once('close', () => end('')));
    return (await Promise.race([terminalLines.question(question), closed])).trim();
  } finally {
    terminalLines.close();
  }
}
