import { Module } from '@nestjs/common';
import { GroupsModule } from '../groups/groups.module.js';
import { AccountConsequences } from './account-consequences.js';
import { AccountImports } from './account-imports.js';
import { AccountReader } from './account-reader.js';
import { AccountsController } from './accounts.controller.js';
import { AccountsService } from './accounts.service.js';

/** Who may sign in, for administrators; a teacher's students, for the teacher. */
@Module({
  imports: [GroupsModule],
  controllers: [AccountsController],
  providers: [AccountConsequences, AccountImports, AccountReader, AccountsService],
})
export class AccountsModule {}
