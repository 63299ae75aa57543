import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { once } from 'node:events';
import { DataSource, In } from 'typeorm';
import { Routines } from '../../foundation/database/routines.js';
import { Hosts } from '../../hosts/hosts.js';
import { TemplateCatalogue, type KnownTemplate } from '../vm-templates/template-catalogue.js';
import { VmEntity } from '../vms/vm.entity.js';
import { HeldLine } from './held-line.js';
import { SerialInput } from './serial-input.js';
import { SerialOutput } from './serial-output.js';

/** Another process takes the lines over within this time. */
const TAKEN_OVER_MS = 1_000;
/** Finds lines that somebody else held when their machine was switched on. */
const SWEEP_MS = 5_000;
/** A line that cannot be opened is tried less and less often, and at once when something happens to its machine. */
const TRIED_AGAIN_AT_MOST_MS = 60_000;
const WITH_LINE = ['creating', 'starting', 'running', 'stopping'] as const;

const hasLine = ({ file }: KnownTemplate) => file.consoles.includes('serial');

/**
 * Holds the serial lines of all machines that run: libvirt gives a line to one client at a time, so one process has them all, from
 * the moment when a machine is switched on. What they say is in the database (SerialOutput), where every process reads it.
 */
@Injectable()
export class SerialHolder implements OnApplicationBootstrap {
  private readonly logger = new Logger(SerialHolder.name);
  private readonly lines = new Map<string, Promise<HeldLine | null>>();
  private readonly refused = new Map<string, { until: number; waitMs: number }>();

  constructor(
    private readonly routines: Routines,
    private readonly hosts: Hosts,
    private readonly dataSource: DataSource,
    private readonly templates: TemplateCatalogue,
    private readonly output: SerialOutput,
    private readonly input: SerialInput,
  ) {}

  onApplicationBootstrap(): void {
    const when = { everyMs: TAKEN_OVER_MS, lock: 'serial-lines' };
    this.routines.start(SerialHolder.name, when, (signal) => this.hold(signal));
  }

  /** Until the process stops or its lock is lost. */
  private async hold(signal: AbortSignal): Promise<void> {
    const changes = this.hosts.changes().subscribe((change) => {
      if (!('vmId' in change)) return void this.takeAll();
      this.refused.delete(change.vmId);
      void this.take([change.vmId]);
    });
    const unheard = this.input.listen((vmId, bytes) => {
      void this.lines.get(vmId)?.then((line) => line?.write(bytes));
    });
    const sweeping = setInterval(() => void this.takeAll(), SWEEP_MS);
    this.refused.clear();
    try {
      void this.takeAll();
      if (!signal.aborted) await once(signal, 'abort');
    } finally {
      changes.unsubscribe();
      unheard();
      clearInterval(sweeping);
      const held = await Promise.all(this.lines.values());
      for (const line of held) line?.close();
      await Promise.all(held.map((line) => line?.settled()));
    }
  }

  private async takeAll(): Promise<void> {
    try {
      const vms = this.dataSource.getRepository(VmEntity);
      const { known } = await this.templates.read();
      const templateId = In(known.filter(hasLine).map(({ file }) => file.id));
      const found = await vms.find({
        where: { state: In([...WITH_LINE]), templateId },
        select: { id: true },
      });
      const ids = new Set(found.map(({ id }) => id));
      for (const id of this.refused.keys()) if (!ids.has(id)) this.refused.delete(id);
      await this.take([...ids]);
    } catch (error) {
      this.logger.warn(error);
    }
  }

  /** Those that have a line and are not held yet. */
  private async take(vmIds: readonly string[]): Promise<void> {
    for (const vmId of vmIds) {
      const now = performance.now();
      const refused = this.refused.get(vmId);
      if (this.lines.has(vmId) || (refused && refused.until > now)) continue;
      const line = this.open(vmId).catch((error: unknown) => {
        // Off by now, not there yet, or somebody's on the host: the next look finds it.
        this.logger.debug(error);
        return null;
      });
      this.lines.set(vmId, line);
      if (await line) {
        this.refused.delete(vmId);
        continue;
      }
      this.lines.delete(vmId);
      // At the next look, then after 5 seconds, 10, 20.
      const waitMs = refused ? Math.min(Math.max(2 * refused.waitMs, SWEEP_MS), TRIED_AGAIN_AT_MOST_MS) : 0;
      this.refused.set(vmId, { until: now + waitMs, waitMs });
    }
  }

  private async open(vmId: string): Promise<HeldLine | null> {
    const vm = await this.dataSource.getRepository(VmEntity).findOneBy({ id: vmId });
    const template = vm && (await this.templates.find(vm.templateId));
    if (!template || !hasLine(template)) return null;
    const { machines } = this.hosts.of(vm.host);
    if ((await machines.powerOf(vmId)) !== 'running') return null;
    const position = await this.output.position(vmId);
    const stream = await machines.openSerialLine(vmId);
    const line = new HeldLine(
      stream,
      position,
      (bytes, endsAt) => this.output.append(vmId, bytes, endsAt),
      (error) => this.logger.debug(error),
    );
    stream.once('close', () => void this.letGo(vmId, line));
    return line;
  }

  private async letGo(vmId: string, line: HeldLine): Promise<void> {
    this.lines.delete(vmId);
    await line.settled();
    // Nobody has to be told when a process stops: the next one takes the line.
    const isOff = await this.isOff(vmId).catch(() => false);
    if (isOff) await this.output.end(vmId).catch((error: unknown) => this.logger.warn(error));
  }

  private async isOff(vmId: string): Promise<boolean> {
    const vm = await this.dataSource.getRepository(VmEntity).findOneBy({ id: vmId });
    return !vm || (await this.hosts.of(vm.host).machines.powerOf(vmId)) !== 'running';
  }
}
