import { HttpClient, type HttpResourceRef, httpResource } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import {
  Account,
  AccountImport,
  type CreateAccount,
  type ImportAccounts,
  type UpdateAccount,
} from '@vm-manager/contracts';
import { type Observable, firstValueFrom, map } from 'rxjs';
import * as z from 'zod';

const Accounts = z.array(Account);

/** What the list is asked for; the API's names, the values as they stand in the URL. */
export type AccountQuery = Readonly<Record<string, string>>;

export interface AccountPage {
  readonly total: number;
  readonly accounts: readonly Account[];
}

@Service()
export class AccountsClient {
  private readonly http = inject(HttpClient);

  page(query: AccountQuery, offset: number, limit: number): Observable<AccountPage> {
    return this.http.get('/api/users', { params: { ...query, offset, limit }, observe: 'response' }).pipe(
      map(({ body, headers }) => {
        const accounts = Accounts.parse(body);
        return { accounts, total: Number(headers.get('X-Total-Count') ?? offset + accounts.length) };
      }),
    );
  }

  /** Call in an injection context. */
  one(id: () => string): HttpResourceRef<Account | undefined> {
    return httpResource(() => `/api/users/${id()}`, { parse: (body) => Account.parse(body) });
  }

  create(request: CreateAccount): Promise<Account> {
    return this.answered(this.http.post('/api/users', request));
  }

  update(id: string, change: UpdateAccount): Promise<Account> {
    return this.answered(this.http.patch(`/api/users/${id}`, change));
  }

  import(csv: string | ArrayBuffer, { dryRun, ignoreUnknown }: ImportAccounts): Promise<AccountImport> {
    const call = this.http.post('/api/users/import', csv, {
      params: { dryRun, ignoreUnknown },
      headers: { 'Content-Type': 'text/csv' },
    });
    return firstValueFrom(call.pipe(map((body) => AccountImport.parse(body))));
  }

  private answered(call: Observable<object>): Promise<Account> {
    return firstValueFrom(call.pipe(map((body) => Account.parse(body))));
  }
}
