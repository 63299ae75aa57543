import { homedir } from 'node:os';
import { endMarkedProcesses } from '../../foundation/child-process/marked-processes.js';
import { ChildProcessError, run } from '../../foundation/child-process/run.js';
import type { Environment } from '../../foundation/config/environment.js';
import { fromProjectRoot } from '../../foundation/config/project-root.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { MakeOptions } from '../../hosts/vagrant/provisioner.js';
import { Boxes } from '../vm-templates/boxes.js';
import { BoxBaker, stampOf, type BakeOrder, type BakeRoom } from './box-baker.js';

const BAKE_MS = 3 * 3600_000;
const ASK_MS = 20_000;
/** By which the processes of a bake are found again when their parent is gone. */
const MARK = 'VMM_BAKE_JOB';
/** A root file system has many owners, which a user has in a namespace of their own, where the system gives them one. */
const AS_ROOT_OF_A_NAMESPACE = ['unshare', '--map-root-user', '--map-auto', '--mount'];

/** By infra/vm-templates/bake.sh. */
export class ScriptBoxBaker extends BoxBaker {
  constructor(
    private readonly environment: Pick<Environment, 'templatesDir'>,
    private readonly boxes: Boxes,
    private readonly script = fromProjectRoot('infra/vm-templates/bake.sh'),
  ) {
    super();
  }

  async room(box: string): Promise<BakeRoom | null> {
    try {
      const said = await this.run([box, '--may'], { timeoutMs: ASK_MS });
      const [, needed, free] = /^needs (\d+) free (\d+)$/m.exec(said) ?? [];
      return needed && free ? { neededMiB: Number(needed), freeMiB: Number(free) } : null;
    } catch (error) {
      if (error instanceof ChildProcessError) return null;
      throw error;
    }
  }

  async bake(order: BakeOrder, { signal, log, progress }: MakeOptions): Promise<void> {
    const { box, jobId } = order;
    // What an earlier process began and left behind goes on by itself.
    await endMarkedProcesses(MARK, jobId);
    const stamp = stampOf(order);
    const made = (await this.boxes.all()).some(
      ({ name, version }) => name === box && version.endsWith(`.${stamp}`),
    );
    if (made) return;
    const onLine = (line: string) => {
      const [, percent, what] = /^step \d+\/\d+ (\d+)% (.*)$/.exec(line) ?? [];
      log(what ?? line);
      if (percent) progress(Number(percent) / 100);
    };
    try {
      const options = { timeoutMs: BAKE_MS, signal, onLine, mark: jobId };
      await this.run([box, '--try', '--stamp', stamp], options);
    } catch (cause) {
      await endMarkedProcesses(MARK, jobId);
      await this.run([box, '--tidy'], { timeoutMs: ASK_MS });
      if (signal.aborted) signal.throwIfAborted();
      if (!(cause instanceof ChildProcessError)) throw cause;
      if (cause.reason === 'timed-out') throw new ProblemError('time-out', {}, { cause });
      throw new ProblemError('bake-failed', { reason: reasonIn(cause.lastLines) }, { cause });
    }
  }

  private run(
    args: readonly string[],
    {
      mark,
      ...options
    }: { timeoutMs: number; signal?: AbortSignal; onLine?: (line: string) => void; mark?: string },
  ): Promise<string> {
    const asRoot = process.getuid?.() === 0 ? [] : AS_ROOT_OF_A_NAMESPACE;
    const env = {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: homedir(),
      LANG: 'C.UTF-8',
      ...(this.environment.templatesDir !== null && { VMM_TEMPLATES_DIR: this.environment.templatesDir }),
      ...(mark !== undefined && { [MARK]: mark }),
    };
    const [box = '', ...rest] = args;
    // Machines that run go first.
    const command = ['-n', '5', ...asRoot, this.script, box, '--out', this.boxes.folder, ...rest];
    return run('nice', command, { env, ...options });
  }
}

/** The last thing that it said of what is wrong. */
function reasonIn(lines: string): string {
  const said = lines.split('\n').map((line) => /^(?:bake|check-boot): (.*)$/.exec(line)?.[1]);
  const reasons = said.filter((reason) => reason !== undefined);
  // When it does not start, the first says why and the last only that it did not.
  return (reasons[0] ?? '').slice(0, 500);
}
