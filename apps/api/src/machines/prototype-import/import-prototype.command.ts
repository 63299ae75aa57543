import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError, type Command } from '../../foundation/command-line/command.js';
import { EXIT_CODE } from '../../foundation/config/exit-codes.js';
import { AdvisoryLocks } from '../../foundation/database/advisory-locks.js';
import type { Host } from '../../hosts/host.js';
import { Hosts } from '../../hosts/hosts.js';
import { finishedLines, plannedLines } from './import-lines.js';
import type { Planned } from './import-plan.js';
import { ImportPlanner } from './import-planner.js';
import { ImportRecords } from './import-records.js';
import { PrototypeImportModule } from './prototype-import.module.js';
import { PrototypeImport } from './prototype-import.js';

const OPTIONS = ['--yes', '--apply', '--restart'];

export const importPrototypeCommand: Command = {
  name: 'import-prototype',
  usage: '<folder> [--yes] [--restart]',
  summary:
    "makes VMs of the machines in the prototype's student_vms; without --yes it only says what would happen",
  async run({ args: [folder, ...options], open, say }) {
    if (
      folder === undefined ||
      folder.startsWith('--') ||
      !options.every((option) => OPTIONS.includes(option))
    )
      throw new UsageError("The prototype's folder, and nothing else but --yes and --restart.");
    const root = resolve(folder);
    if (!(await stat(root).catch(() => null))?.isDirectory()) throw new UsageError(`${root} is no folder.`);
    const app = await open(PrototypeImportModule);
    const host = app.get(Hosts).all()[0] as Host;
    const planner = app.get(ImportPlanner);
    if (!options.some((option) => option === '--yes' || option === '--apply')) {
      const plan = await planner.plan(host, root);
      for (const planned of plan) for (const line of plannedLines(planned)) say(line);
      say(`${summary(plan)} Nothing was changed; --yes does it.`);
      return 0;
    }
    const restart = options.includes('--restart');
    return app.get(AdvisoryLocks).hold('prototype-import', new AbortController().signal, async () => {
      const plan = await planner.plan(host, root);
      let failed = 0;
      for (const planned of plan) {
        for (const line of plannedLines(planned)) say(line);
        if (planned.kind === 'leave') continue;
        try {
          if (planned.kind === 'import') await app.get(ImportRecords).add(host, planned);
          const vmId = planned.kind === 'import' ? planned.machine.id : planned.vmId;
          const finished = await app.get(PrototypeImport).finish(host, planned.folder, vmId, restart);
          for (const line of finishedLines(planned.folder.folder, finished)) say(line);
        } catch (error) {
          // The others are not held up by one; a second run goes on with it.
          failed++;
          say(`${planned.folder.folder}: FAILED: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
      say(`${summary(plan)}${failed > 0 ? ` ${failed} failed; the same command goes on with them.` : ''}`);
      return failed > 0 ? EXIT_CODE.failed : 0;
    });
  },
};

function summary(plan: readonly Planned[]): string {
  const count = (kind: Planned['kind']) => plan.filter((planned) => planned.kind === kind).length;
  return `${count('import')} to import, ${count('finish')} imported before, ${count('leave')} left alone.`;
}
