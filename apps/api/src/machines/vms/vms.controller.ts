import { Body, Controller, Delete, Get, Header, HttpStatus, Patch, Post, Query } from '@nestjs/common';
import {
  CreateVm,
  Job,
  RebuildVm,
  RetryVm,
  SetGuestPassword,
  UpdateVm,
  Vm,
  VmListFilter,
  VmTemplate,
} from '@vm-manager/contracts';
import { Actor } from '../../access/identity/actor.js';
import { IdParam } from '../../foundation/http/id-param.js';
import { ReturnsPage, type Page } from '../../foundation/http/returns-page.decorator.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { GuestPasswords } from './guest-passwords.js';
import { VmReader } from './vm-reader.js';
import { VmsService } from './vms.service.js';

const ACCEPTED = { status: HttpStatus.ACCEPTED };

@Controller('vms')
export class VmsController {
  constructor(
    private readonly vms: VmsService,
    private readonly passwords: GuestPasswords,
    private readonly reader: VmReader,
  ) {}

  /** Who asks again for what is the same still gets a 304: Express compares its ETag. */
  @Get()
  @Header('Cache-Control', 'private, no-cache')
  @ReturnsPage(Vm)
  list(@Actor() actor: Actor, @Query({ schema: VmListFilter }) filter: VmListFilter): Promise<Page<Vm>> {
    return this.reader.pageFor(actor, filter);
  }

  @Get(':id')
  @Returns(Vm)
  show(@Actor() actor: Actor, @IdParam() id: string): Promise<Vm> {
    return this.reader.show(actor, id);
  }

  /** Also when its reader may make no more of them. */
  @Get(':id/template')
  @Returns(VmTemplate)
  template(@Actor() actor: Actor, @IdParam() id: string): Promise<VmTemplate> {
    return this.vms.templateOf(actor, id);
  }

  @Post()
  @Returns(Vm, ACCEPTED)
  create(@Actor() actor: Actor, @Body({ schema: CreateVm }) request: CreateVm): Promise<Vm> {
    return this.vms.create(actor, request);
  }

  @Patch(':id')
  @Returns(Vm, ACCEPTED)
  update(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: UpdateVm }) request: UpdateVm,
  ): Promise<Vm> {
    return this.vms.update(actor, id, request);
  }

  @Delete(':id')
  @Returns(Vm, ACCEPTED)
  remove(@Actor() actor: Actor, @IdParam() id: string): Promise<Vm> {
    return this.vms.remove(actor, id);
  }

  @Post(':id/start')
  @Returns(Vm, ACCEPTED)
  start(@Actor() actor: Actor, @IdParam() id: string): Promise<Vm> {
    return this.vms.order(actor, id, 'start');
  }

  @Post(':id/shutdown')
  @Returns(Vm, ACCEPTED)
  shutDown(@Actor() actor: Actor, @IdParam() id: string): Promise<Vm> {
    return this.vms.order(actor, id, 'shutdown');
  }

  @Post(':id/reboot')
  @Returns(Vm, ACCEPTED)
  reboot(@Actor() actor: Actor, @IdParam() id: string): Promise<Vm> {
    return this.vms.order(actor, id, 'reboot');
  }

  @Post(':id/force-off')
  @Returns(Vm, ACCEPTED)
  forceOff(@Actor() actor: Actor, @IdParam() id: string): Promise<Vm> {
    return this.vms.order(actor, id, 'force-off');
  }

  @Post(':id/reset')
  @Returns(Vm, ACCEPTED)
  reset(@Actor() actor: Actor, @IdParam() id: string): Promise<Vm> {
    return this.vms.order(actor, id, 'reset');
  }

  @Post(':id/suspend')
  @Returns(Vm, ACCEPTED)
  suspend(@Actor() actor: Actor, @IdParam() id: string): Promise<Vm> {
    return this.vms.order(actor, id, 'suspend');
  }

  @Post(':id/resume')
  @Returns(Vm, ACCEPTED)
  resume(@Actor() actor: Actor, @IdParam() id: string): Promise<Vm> {
    return this.vms.order(actor, id, 'resume');
  }

  @Post(':id/retry')
  @Returns(Vm, ACCEPTED)
  retry(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: RetryVm }) request: RetryVm,
  ): Promise<Vm> {
    return this.vms.retry(actor, id, request);
  }

  @Post(':id/rebuild')
  @Returns(Vm, ACCEPTED)
  rebuild(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: RebuildVm }) request: RebuildVm,
  ): Promise<Vm> {
    return this.vms.rebuild(actor, id, request);
  }

  @Post(':id/passwords')
  @Returns(Vm, ACCEPTED)
  setPassword(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: SetGuestPassword }) request: SetGuestPassword,
  ): Promise<Vm> {
    return this.passwords.set(actor, id, request);
  }

  @Get(':id/job')
  @Returns(Job)
  lastJob(@Actor() actor: Actor, @IdParam() id: string): Promise<Job> {
    return this.reader.lastJobOf(actor, id);
  }

  @Get(':id/jobs')
  @Returns(Job, { isArray: true })
  jobs(@Actor() actor: Actor, @IdParam() id: string): Promise<Job[]> {
    return this.reader.jobsOf(actor, id);
  }
}
