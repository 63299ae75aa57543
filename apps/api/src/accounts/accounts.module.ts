import { Module } from '@nestjs/common';
import { AccountConsequences } from './account-consequences.js';
import { AccountReader } from './account-reader.js';
import { AccountsController } from './accounts.controller.js';
import { AccountsService } from './accounts.service.js';

/** Who may sign in, for administrators; a teacher's students, for the teacher. */
@Module({
  controllers: [AccountsController],
  providers: [AccountConsequences, AccountReader, AccountsService],
})
export class AccountsModule {}
