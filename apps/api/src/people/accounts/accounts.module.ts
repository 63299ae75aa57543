import { Module } from '@nestjs/common';
import { AuthModule } from '../../access/auth/auth.module.js';
import { DirectoryModule } from '../../access/directory/directory.module.js';
import { PasswordsModule } from '../../access/passwords/passwords.module.js';
import { NoticesModule } from '../../messages/notices/notices.module.js';
import { GroupsModule } from '../groups/groups.module.js';
import { AccountConsequences } from './account-consequences.js';
import { AccountImports } from './account-imports.js';
import { AccountReader } from './account-reader.js';
import { AccountsController } from './accounts.controller.js';
import { AccountsService } from './accounts.service.js';
import { NewAccounts } from './new-accounts.js';

/** Who may sign in, for administrators; a teacher's students, for the teacher. */
@Module({
  imports: [AuthModule, DirectoryModule, GroupsModule, NoticesModule, PasswordsModule],
  controllers: [AccountsController],
  providers: [AccountConsequences, AccountImports, AccountReader, AccountsService, NewAccounts],
})
export class AccountsModule {}
