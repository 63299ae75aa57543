import { Injectable } from '@nestjs/common';
import type { FileSystem, GuestFileSystems as Answer } from '@vm-manager/contracts';
import type { Actor } from '../../access/identity/actor.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { Hosts } from '../../hosts/hosts.js';
import { VmReader } from '../vms/vm-reader.js';
import type { VmEntity } from '../vms/vm.entity.js';

/** All who ask within this time get the same answer: each question takes one of few ways to an agent. */
const SHARED_MS = 15_000;

/** How full a VM is inside, as its agent says. */
@Injectable()
export class GuestFileSystems {
  private readonly shared = new Map<string, Promise<FileSystem[] | null>>();

  constructor(
    private readonly reader: VmReader,
    private readonly hosts: Hosts,
  ) {}

  async show(actor: Actor, vmId: string): Promise<Answer> {
    const vm = await this.reader.findFor(actor, 'see-vms', vmId);
    return { fileSystems: vm.state === 'running' ? await this.ask(vm) : null };
  }

  private ask({ id, host }: VmEntity): Promise<FileSystem[] | null> {
    const known = this.shared.get(id);
    if (known) return known;
    const answer = this.hosts
      .of(host)
      .guests.fileSystems(id)
      .catch((error: unknown) => {
        if (error instanceof ProblemError && AGENT_SAYS_NOTHING.has(error.code)) return null;
        throw error;
      });
    this.shared.set(id, answer);
    const forget = () => this.shared.delete(id);
    answer.then(() => setTimeout(forget, SHARED_MS).unref(), forget);
    return answer;
  }
}

const AGENT_SAYS_NOTHING: ReadonlySet<string> = new Set(['guest-not-answering', 'guest-refused']);
