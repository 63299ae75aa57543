import { HttpClient, type HttpResourceRef, httpResource } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import {
  Account,
  type AddGroupMember,
  Group,
  GroupMember,
  type ImportMembers,
  MemberImport,
} from '@vm-manager/contracts';
import { type Observable, firstValueFrom, map } from 'rxjs';
import * as z from 'zod';
import { reloadAfter } from '../events/reload-after';

const Groups = z.array(Group);
const Members = z.array(GroupMember);
const Accounts = z.array(Account);
const CANDIDATES = '8';
/** How many machines run in each class need not be told at once. */
const TOGETHER_MS = 3_000;

@Service()
export class GroupsClient {
  private readonly http = inject(HttpClient);

  /** All that the caller may see. This and the next three: call in an injection context. */
  list(): HttpResourceRef<Group[] | undefined> {
    return reloadAfter(
      httpResource(() => '/api/groups', { parse: (body) => Groups.parse(body) }),
      ['vm'],
      TOGETHER_MS,
    );
  }

  one(id: () => string): HttpResourceRef<Group | undefined> {
    return reloadAfter(
      httpResource(() => `/api/groups/${id()}`, { parse: (body) => Group.parse(body) }),
      [],
    );
  }

  /** Their machines come with the machines. */
  members(id: () => string): HttpResourceRef<GroupMember[] | undefined> {
    return reloadAfter(
      httpResource(() => `/api/groups/${id()}/members`, { parse: (body) => Members.parse(body) }),
      [],
    );
  }

  /** Accounts that may be meant by what is typed so far. */
  candidates(search: () => string): HttpResourceRef<Account[] | undefined> {
    return httpResource(
      () => {
        const typed = search().trim();
        return typed ? { url: '/api/users', params: { search: typed, limit: CANDIDATES } } : undefined;
      },
      { parse: (body) => Accounts.parse(body) },
    );
  }

  create(name: string): Promise<Group> {
    return this.answered(this.http.post('/api/groups', { name }));
  }

  rename(id: string, name: string): Promise<Group> {
    return this.answered(this.http.patch(`/api/groups/${id}`, { name }));
  }

  remove(id: string): Promise<unknown> {
    return firstValueFrom(this.http.delete(`/api/groups/${id}`));
  }

  /** `invited`: a student of others, who is asked first. */
  async add(id: string, member: AddGroupMember): Promise<'added' | 'invited'> {
    const call = this.http.post(`/api/groups/${id}/members`, member, { observe: 'response' });
    return (await firstValueFrom(call)).status === 202 ? 'invited' : 'added';
  }

  setTeaches(id: string, userId: string, teaches: boolean): Promise<unknown> {
    return firstValueFrom(this.http.patch(`/api/groups/${id}/members/${userId}`, { teaches }));
  }

  removeMember(id: string, userId: string): Promise<unknown> {
    return firstValueFrom(this.http.delete(`/api/groups/${id}/members/${userId}`));
  }

  /** A dry run says what each line would do, and does nothing. */
  import(
    id: string,
    csv: string | ArrayBuffer,
    { dryRun, ignoreUnknown }: ImportMembers,
  ): Promise<MemberImport> {
    const call = this.http.post(`/api/groups/${id}/members/import`, csv, {
      params: { dryRun, ignoreUnknown },
      headers: { 'Content-Type': 'text/csv' },
    });
    return firstValueFrom(call.pipe(map((body) => MemberImport.parse(body))));
  }

  private answered(call: Observable<object>): Promise<Group> {
    return firstValueFrom(call.pipe(map((body) => Group.parse(body))));
  }
}
