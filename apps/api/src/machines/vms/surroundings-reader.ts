import { Injectable } from '@nestjs/common';
import { JobTurns } from '../../jobs/job-turns.js';
import { ConsoleControls } from './console-controls.js';
import { ConsoleViewers } from './console-viewers.js';
import type { ReadableVm, VmSurroundings } from './vm.mapper.js';

/** What is known of VMs beside their records: who looks on, who types, and where their jobs wait. */
@Injectable()
export class SurroundingsReader {
  constructor(
    private readonly viewers: ConsoleViewers,
    private readonly controls: ConsoleControls,
    private readonly turns: JobTurns,
  ) {}

  async of(vms: readonly ReadableVm[]): Promise<(vm: ReadableVm) => VmSurroundings> {
    const [viewers, controls, turns] = await Promise.all([
      this.viewers.of(vms.filter(({ isWatched = true }) => isWatched).map(({ id }) => id)),
      this.controls.of(vms.map(({ id }) => id)),
      this.turns.of(vms.map(({ job }) => job)),
    ]);
    return ({ id, job }) => ({
      viewers: viewers.get(id) ?? [],
      control: controls.get(id) ?? null,
      turn: job ? turns.get(job.id) : undefined,
    });
  }
}
