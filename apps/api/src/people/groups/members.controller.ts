import { Body, Controller, Delete, Get, Patch, Post, Query, StreamableFile } from '@nestjs/common';
import {
  AddGroupMember,
  type GroupInvitation,
  GroupMember,
  ImportMembers,
  MemberImport,
  UpdateGroupMember,
} from '@vm-manager/contracts';
import { Needs } from '../../access/identity/access.decorators.js';
import { Actor } from '../../access/identity/actor.js';
import { CsvBody, GivesCsv, TakesCsv } from '../../foundation/http/csv.decorators.js';
import { IdParam } from '../../foundation/http/id-param.js';
import { Returns, ReturnsNothing } from '../../foundation/http/returns.decorator.js';
import { GroupReader } from './group-reader.js';
import { MemberImports } from './member-import.js';
import { ReturnsMemberOrInvitation } from './member-or-invitation.js';
import { MembersService } from './members.service.js';

@Controller('groups/:id')
@Needs('manage-members')
export class MembersController {
  constructor(
    private readonly reader: GroupReader,
    private readonly members: MembersService,
    private readonly imports: MemberImports,
  ) {}

  @Get('members')
  @Needs('see-groups')
  @Returns(GroupMember, { isArray: true })
  list(@Actor() actor: Actor, @IdParam() id: string): Promise<GroupMember[]> {
    return this.reader.membersOf(actor, id);
  }

  @Get('members.csv')
  @Needs('see-groups')
  @GivesCsv('members.csv')
  async export(@Actor() actor: Actor, @IdParam() id: string): Promise<StreamableFile> {
    const csv = await this.reader.export(actor, id);
    return new StreamableFile(Buffer.from(csv), { type: 'text/csv; charset=utf-8' });
  }

  /** 201: now in the group. 202: invited, as a student of other teachers has to agree first. */
  @Post('members')
  @ReturnsMemberOrInvitation()
  add(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: AddGroupMember }) request: AddGroupMember,
  ): Promise<GroupMember | GroupInvitation> {
    return this.members.add(actor, id, request);
  }

  @Post('members/import')
  @TakesCsv()
  @Returns(MemberImport)
  import(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Query({ schema: ImportMembers }) options: ImportMembers,
    @CsvBody() file: Buffer,
  ): Promise<MemberImport> {
    return this.imports.run(actor, id, file, options);
  }

  @Patch('members/:userId')
  @Needs('manage-groups')
  @Returns(GroupMember)
  change(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @IdParam('userId') userId: string,
    @Body({ schema: UpdateGroupMember }) { teaches }: UpdateGroupMember,
  ): Promise<GroupMember> {
    return this.members.change(actor, id, userId, teaches);
  }

  @Delete('members/:userId')
  @ReturnsNothing()
  remove(@Actor() actor: Actor, @IdParam() id: string, @IdParam('userId') userId: string): Promise<void> {
    return this.members.remove(actor, id, userId);
  }
}
