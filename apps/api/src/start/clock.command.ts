import { DataSource } from 'typeorm';
import { AuditWritingModule } from '../access/audit-writing/audit-writing.module.js';
import { AuditWriter } from '../access/audit-writing/audit-writer.js';
import { UsageError, type Command } from '../foundation/command-line/command.js';
import { ClockWatch } from '../foundation/database/clock-watch.js';

export const clockCommand: Command = {
  name: 'clock',
  usage: '[confirm]',
  summary: 'says whether the clock jumped ahead and is doubted, and with confirm that the time is right',
  async run({ args: [word, ...rest], open, say }) {
    if (rest.length > 0 || (word !== undefined && word !== 'confirm'))
      throw new UsageError('Nothing, or confirm.');
    const app = await open(AuditWritingModule);
    const watch = app.get(ClockWatch);
    const until = await watch.doubtedUntil();
    const now = new Date();
    say(`The clock says ${now.toISOString()}.`);
    if (!until) {
      say('It is trusted.');
      return 0;
    }
    if (word !== 'confirm') {
      const seen = (await watch.lastSeenAt())?.toISOString() ?? 'unknown';
      say(`It jumped ahead from ${seen}: nothing is removed by age before ${until.toISOString()}.`);
      say('When the time is right: npm run vmm -- clock confirm');
      return 0;
    }
    await app.get(DataSource).transaction(async (tx) => {
      const lastSeenAt = await watch.confirm(tx, now);
      const details = { clock: { from: lastSeenAt?.toISOString() ?? null, to: now.toISOString() } };
      await app.get(AuditWriter).record(tx, null, { action: 'platform.configuration', details });
    });
    say('It is trusted from now on.');
    return 0;
  },
};
