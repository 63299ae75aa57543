import { Body, Controller, Get, HttpStatus, Patch, Post, Query, StreamableFile } from '@nestjs/common';
import {
  Account,
  AccountFilter,
  AccountImport,
  CreateAccount,
  ImportAccounts,
  UpdateAccount,
} from '@vm-manager/contracts';
import { Needs } from '../../access/identity/access.decorators.js';
import { Actor } from '../../access/identity/actor.js';
import { CsvBody, GivesCsv, TakesCsv } from '../../foundation/http/csv.decorators.js';
import { IdParam } from '../../foundation/http/id-param.js';
import { ReturnsPage, type Page } from '../../foundation/http/returns-page.decorator.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { AccountImports } from './account-imports.js';
import { AccountReader } from './account-reader.js';
import { AccountsService } from './accounts.service.js';
import { NewAccounts } from './new-accounts.js';

@Controller()
@Needs('see-accounts')
export class AccountsController {
  constructor(
    private readonly reader: AccountReader,
    private readonly newAccounts: NewAccounts,
    private readonly accounts: AccountsService,
    private readonly imports: AccountImports,
  ) {}

  @Get('users')
  @ReturnsPage(Account)
  list(
    @Actor() actor: Actor,
    @Query({ schema: AccountFilter }) filter: AccountFilter,
  ): Promise<Page<Account>> {
    return this.reader.listFor(actor, filter);
  }

  /** The same filter; pages do not apply. */
  @Get('users.csv')
  @GivesCsv('accounts.csv')
  async export(
    @Actor() actor: Actor,
    @Query({ schema: AccountFilter }) filter: AccountFilter,
  ): Promise<StreamableFile> {
    const csv = await this.reader.export(actor, filter);
    return new StreamableFile(Buffer.from(csv), { type: 'text/csv; charset=utf-8' });
  }

  @Post('users')
  @Needs('manage-accounts')
  @Returns(Account, { status: HttpStatus.CREATED })
  create(@Actor() actor: Actor, @Body({ schema: CreateAccount }) request: CreateAccount): Promise<Account> {
    return this.newAccounts.create(actor, request);
  }

  /** First passwords are in the answer, once. */
  @Post('users/import')
  @Needs('manage-accounts')
  @TakesCsv()
  @Returns(AccountImport)
  import(
    @Actor() actor: Actor,
    @Query({ schema: ImportAccounts }) options: ImportAccounts,
    @CsvBody() file: Buffer,
  ): Promise<AccountImport> {
    return this.imports.run(actor, file, options);
  }

  @Get('users/:id')
  @Returns(Account)
  show(@Actor() actor: Actor, @IdParam() id: string): Promise<Account> {
    return this.reader.show(actor, id);
  }

  @Patch('users/:id')
  @Needs('manage-accounts')
  @Returns(Account)
  update(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Body({ schema: UpdateAccount }) request: UpdateAccount,
  ): Promise<Account> {
    return this.accounts.update(actor, id, request);
  }
}
