import type { INestApplicationContext } from '@nestjs/common';
import { ImportBox } from '@vm-manager/contracts';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { UsageError, type Command } from '../../foundation/command-line/command.js';
import { wordsIn } from '../../foundation/command-line/words.js';
import { EXIT_CODE } from '../../foundation/config/exit-codes.js';
import { toProblem } from '../../foundation/problems/problem.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { toJob } from '../../jobs/job.mapper.js';
import { JobQueue } from '../../jobs/job-queue.js';
import { JobEntity } from '../../jobs/job.entity.js';
import { TemplateCatalogue } from '../vm-templates/template-catalogue.js';
import { BoxImportCommandModule } from './box-import-command.module.js';
import { ImportOrders } from './import-orders.js';
import { StagedCopy } from './staged-copy.js';

const LOOK_MS = 500;
const STEPS: Record<string, string> = {
  'fetch-box': 'fetching it',
  'unpack-box': 'examining and unpacking it',
  'import-box': 'putting its image on the hosts',
};

export const importBoxCommand: Command = {
  name: 'boxes import',
  usage: '<template> <file or address> [--sha256 <sum>]',
  summary: 'imports a box that was made elsewhere; broken off, it goes on with the same file',
  async run({ args, configuration, open, say }) {
    const { templateId, source, sha256 } = understood(args);
    if (!(await new TemplateCatalogue(configuration.environment).find(templateId)))
      throw new UsageError(`There is no template “${templateId}”.`);
    const isAddress = /^[a-z]+:\/\//i.test(source);
    if (isAddress && !/^https?:/i.test(source))
      throw new UsageError('An address begins with https:// or http://.');
    const file = resolve(source);
    if (!isAddress) await mustBeFile(file);
    const stopping = new AbortController();
    const stop = () => stopping.abort();
    process.once('SIGINT', stop).once('SIGTERM', stop);
    const app = await open(BoxImportCommandModule);
    const { signal } = stopping;
    const watched = watchedLines(say);
    try {
      const of = isAddress ? { url: source } : { uploadId: await copied(app, file, signal, watched) };
      const request = ImportBox.safeParse({ templateId, ...of, ...(sha256 && { sha256 }) });
      if (!request.success) throw new UsageError(`${source} is no address.`);
      const { id } = await app.get(ImportOrders).order(null, request.data);
      return await followed(app, id, signal, say, watched);
    } catch (error) {
      if (signal.aborted && !(error instanceof ProblemError)) {
        say('Broken off: the same command goes on where it stopped, within a day.');
        return EXIT_CODE.failed;
      }
      if (!(error instanceof ProblemError)) throw error;
      say(toProblem(error, 'en').detail);
      return EXIT_CODE.failed;
    } finally {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      await app.get(JobQueue).stop();
    }
  },
};

async function copied(
  app: INestApplicationContext,
  file: string,
  signal: AbortSignal,
  watched: (what: string, percent: number) => void,
): Promise<string> {
  const progress = (share: number) => watched('copying it', Math.floor(100 * share));
  const id = await app.get(StagedCopy).make(file, { signal, progress });
  if (id === undefined) throw new UsageError('Another command is copying the same file.');
  return id;
}

/** Until the portal has done it, or the person at the terminal has seen enough. */
async function followed(
  app: INestApplicationContext,
  id: string,
  signal: AbortSignal,
  say: (line: string) => void,
  watched: (what: string, percent: number) => void,
): Promise<number> {
  const jobs = app.get(DataSource).getRepository(JobEntity);
  for (;;) {
    const { state, step, progress, problem } = toJob(await jobs.findOneByOrFail({ id }), 'en');
    if (state === 'succeeded') {
      say('It is imported: new machines start from it. It was not tried; create one first.');
      return 0;
    }
    if (state === 'failed' || state === 'cancelled') {
      say(problem?.detail ?? 'It was cancelled.');
      return EXIT_CODE.failed;
    }
    watched(state === 'queued' ? 'waiting for the portal to take it' : (STEPS[step ?? ''] ?? ''), progress);
    await pause(LOOK_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) {
      say('The portal goes on with it: see the page of templates.');
      return 0;
    }
  }
}

/** A line for each tenth of each thing that is done. */
function watchedLines(say: (line: string) => void) {
  let last = '';
  return (what: string, percent: number) => {
    const line = `${Math.floor(percent / 10) * 10} % ${what}`;
    if (what !== '' && line !== last) say(line);
    last = line;
  };
}

/** Resolves when there is something to copy; what this user may not see is said by the error itself. */
async function mustBeFile(file: string): Promise<void> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new UsageError(`There is no file ${file}.`);
    throw error;
  });
  if (!found.isFile()) throw new UsageError(`${file} is a folder or a device, and no file.`);
}

function understood(args: readonly string[]) {
  const { values, positionals } = wordsIn(args, { sha256: { type: 'string' } });
  const [templateId, source, ...more] = positionals;
  if (templateId === undefined || source === undefined || more.length > 0)
    throw new UsageError('A template, and one file or address.');
  if (values.sha256 !== undefined && !/^[0-9a-f]{64}$/i.test(values.sha256))
    throw new UsageError('--sha256: 64 hexadecimal digits.');
  return { templateId, source, sha256: values.sha256 };
}
