import { HttpClient, type HttpResourceRef, httpResource } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import { GroupInvitation } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import * as z from 'zod';
import { reloadAfter } from '../events/reload-after';

const Invitations = z.array(GroupInvitation);

@Service()
export class InvitationsClient {
  private readonly http = inject(HttpClient);

  /** Those that wait for one's own answer. This and the next: call in an injection context. */
  own(): HttpResourceRef<GroupInvitation[] | undefined> {
    const own = httpResource(() => '/api/invitations', { parse: (body) => Invitations.parse(body) });
    return reloadAfter(own, ['notice']);
  }

  /** Those of a group. */
  of(groupId: () => string): HttpResourceRef<GroupInvitation[] | undefined> {
    const invited = httpResource(() => `/api/groups/${groupId()}/invitations`, {
      parse: (body) => Invitations.parse(body),
    });
    return reloadAfter(invited, ['notice']);
  }

  answer({ id }: GroupInvitation, answer: 'accept' | 'decline'): Promise<unknown> {
    return firstValueFrom(this.http.post(`/api/invitations/${id}/${answer}`, null));
  }

  withdraw({ group, user }: GroupInvitation): Promise<unknown> {
    return firstValueFrom(this.http.delete(`/api/groups/${group.id}/invitations/${user.id}`));
  }
}
