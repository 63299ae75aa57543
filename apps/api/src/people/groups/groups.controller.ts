import { Body, Controller, Delete, Get, HttpStatus, Patch, Post } from '@nestjs/common';
import { CreateGroup, Group, UpdateGroup } from '@vm-manager/contracts';
import { Needs } from '../../access/identity/access.decorators.js';
import { Actor } from '../../access/identity/actor.js';
import { IdParam } from '../../foundation/http/id-param.js';
import { Returns, ReturnsNothing } from '../../foundation/http/returns.decorator.js';
import { GroupReader } from './group-reader.js';
import { GroupsService } from './groups.service.js';

@Controller('groups')
@Needs('manage-groups')
export class GroupsController {
  constructor(
    private readonly reader: GroupReader,
    private readonly groups: GroupsService,
  ) {}

  @Get()
  @Needs('see-groups')
  @Returns(Group, { isArray: true })
  list(@Actor() actor: Actor): Promise<Group[]> {
    return this.reader.listFor(actor);
  }

  @Get(':id')
  @Needs('see-groups')
  @Returns(Group)
  show(@Actor() actor: Actor, @IdParam() id: string): Promise<Group> {
    return this.reader.show(actor, id);
  }

  @Post()
  @Returns(Group, { status: HttpStatus.CREATED })
  create(@Actor() actor: Actor, @Body({ schema: CreateGroup }) request: CreateGroup): Promise<Group> {
    return this.groups.create(actor, request);
  }

  @Patch(':id')
  @Returns(Group)
  rename(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: UpdateGroup }) request: UpdateGroup,
  ): Promise<Group> {
    return this.groups.rename(actor, id, request);
  }

  @Delete(':id')
  @ReturnsNothing()
  remove(@Actor() actor: Actor, @IdParam() id: string): Promise<void> {
    return this.groups.remove(actor, id);
  }
}
