import { type HttpResourceRef, httpResource } from '@angular/common/http';
import { Service } from '@angular/core';
import { Account, Group, Vm } from '@vm-manager/contracts';
import * as z from 'zod';
import { SHOWN } from './search-results';

const Vms = z.array(Vm);
const Accounts = z.array(Account);
const Groups = z.array(Group);

/** What the portal's search asks the API; undefined means that nothing is wanted. Call all in an injection context. */
@Service()
export class SearchClient {
  vms(search: () => string | undefined): HttpResourceRef<Vm[] | undefined> {
    return httpResource(
      () => {
        const words = search();
        return words ? { url: '/api/vms', params: { search: words, limit: SHOWN } } : undefined;
      },
      { parse: (body) => Vms.parse(body) },
    );
  }

  people(search: () => string | undefined): HttpResourceRef<Account[] | undefined> {
    return httpResource(
      () => {
        const words = search();
        const params = { search: words ?? '', sort: 'displayName', limit: SHOWN };
        return words ? { url: '/api/users', params } : undefined;
      },
      { parse: (body) => Accounts.parse(body) },
    );
  }

  groups(isWanted: () => boolean): HttpResourceRef<Group[] | undefined> {
    return httpResource(() => (isWanted() ? '/api/groups' : undefined), {
      parse: (body) => Groups.parse(body),
    });
  }
}
