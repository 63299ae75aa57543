import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventReaders } from '../../messages/events/event-readers.js';
import { VmReader } from './vm-reader.js';

/** Tells the event streams what a VM is now, or that it is gone. */
@Injectable()
export class VmEvents implements OnModuleInit {
  constructor(
    private readonly readers: EventReaders,
    private readonly reader: VmReader,
  ) {}

  onModuleInit(): void {
    this.readers.register('vm', async ({ subjectId }) => {
      const vm = await this.reader.load(subjectId);
      if (!vm) return () => ({ id: subjectId, gone: true });
      const around = (await this.reader.around([vm]))(vm);
      return (actor) => this.reader.present(vm, actor.language, around);
    });
  }
}
