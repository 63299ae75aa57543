import { Controller, Get, Header, Post } from '@nestjs/common';
import { Job } from '@vm-manager/contracts';
import { Actor } from '../access/identity/actor.js';
import { IdParam } from '../foundation/http/id-param.js';
import { Returns } from '../foundation/http/returns.decorator.js';
import { JobCancelling } from './job-cancelling.js';
import { JobReader } from './job-reader.js';

@Controller('jobs')
export class JobsController {
  constructor(
    private readonly jobs: JobReader,
    private readonly cancelling: JobCancelling,
  ) {}

  @Get(':id')
  @Returns(Job)
  show(@Actor() actor: Actor, @IdParam() id: string): Promise<Job> {
    return this.jobs.show(actor, id);
  }

  @Get(':id/log')
  @Header('content-type', 'text/plain; charset=utf-8')
  log(@Actor() actor: Actor, @IdParam() id: string): Promise<string> {
    return this.jobs.logOf(actor, id);
  }

  @Post(':id/cancel')
  @Returns(Job)
  cancel(@Actor() actor: Actor, @IdParam() id: string): Promise<Job> {
    return this.cancelling.cancel(actor, id);
  }
}
