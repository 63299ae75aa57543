import { Controller, Get, Header, Query } from '@nestjs/common';
import { PlatformHost, PlatformPrograms, ProgramLogLine, ProgramLogQuery } from '@vm-manager/contracts';
import { Background, Needs } from '../../access/identity/access.decorators.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { Programs } from './programs/programs.js';
import { PlatformHosts } from './platform-hosts.js';

/** What the platform consists of, for those who run it. Looked at again and again by an open page. */
@Controller('platform')
@Background()
@Needs('run-platform')
export class PlatformDetailsController {
  constructor(
    private readonly hosts: PlatformHosts,
    private readonly programs: Programs,
  ) {}

  @Get('hosts')
  @Returns(PlatformHost, { isArray: true })
  showHosts(): Promise<PlatformHost[]> {
    return this.hosts.list();
  }

  @Get('programs')
  @Returns(PlatformPrograms)
  showPrograms(): Promise<PlatformPrograms> {
    return this.programs.list();
  }

  @Get('log')
  @Returns(ProgramLogLine, { isArray: true })
  log(@Query({ schema: ProgramLogQuery }) query: ProgramLogQuery): Promise<ProgramLogLine[]> {
    return this.programs.log(query);
  }

  /** To be kept, as text. */
  @Get('log.txt')
  @Header('content-type', 'text/plain; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="vm-manager.log"')
  async file(@Query({ schema: ProgramLogQuery }) query: ProgramLogQuery): Promise<string> {
    const lines = await this.programs.log(query);
    // What goes on in another line is set in, so that nothing passes for a line of its own.
    return lines.map(({ at, text }) => `${at} ${text.replaceAll('\n', '\n\t')}\n`).join('');
  }
}
