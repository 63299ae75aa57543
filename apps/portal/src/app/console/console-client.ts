import { HttpClient, httpResource } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import { type ConsoleKind, type ConsoleMode, ConsoleTicket, Vm } from '@vm-manager/contracts';
import { firstValueFrom, map } from 'rxjs';
import { EventFeed } from '../events/event-feed';

@Service()
export class ConsoleClient {
  private readonly http = inject(HttpClient);
  private readonly feed = inject(EventFeed);

  /** The VM whose screen is shown, kept current by pushes. Call in an injection context. */
  vm(id: () => string) {
    const vm = httpResource(() => `/api/vms/${id()}`, { parse: (body) => Vm.parse(body) });
    this.feed.on('vm', (pushed) => {
      if (pushed.id !== id()) return;
      if ('gone' in pushed) vm.reload();
      else vm.set(pushed);
    });
    this.feed.onReopened(() => vm.reload());
    return vm;
  }

  /** Brings a machine that is off back to where it has a screen. */
  async wake(vm: Vm): Promise<void> {
    const action = vm.allowedActions.includes('resume') ? 'resume' : 'start';
    const answer = this.http.post(`/api/vms/${vm.id}/${action}`, null);
    this.feed.publish('vm', await firstValueFrom(answer.pipe(map((body) => Vm.parse(body)))));
  }

  callForHelp(vmId: string): Promise<void> {
    return this.post(`/api/vms/${vmId}/help`);
  }

  async endHelp(vmId: string): Promise<void> {
    await firstValueFrom(this.http.delete(`/api/vms/${vmId}/help`));
  }

  askForControl(vmId: string): Promise<void> {
    return this.post(`/api/vms/${vmId}/control/ask`);
  }

  /** Without asking whoever has it. */
  takeControl(vmId: string): Promise<void> {
    return this.post(`/api/vms/${vmId}/control/take`);
  }

  answer(vmId: string, what: 'give' | 'refuse', userId: string): Promise<void> {
    return this.post(`/api/vms/${vmId}/control/${what}`, { userId });
  }

  /** What comes of it is pushed. */
  private async post(url: string, body: object | null = null): Promise<void> {
    await firstValueFrom(this.http.post(url, body));
  }

  /** To measure how long an answer takes. */
  hello(): Promise<unknown> {
    return firstValueFrom(this.http.get('/api/health/live'));
  }

  ticket(vmId: string, mode: ConsoleMode, kind: ConsoleKind = 'screen'): Promise<ConsoleTicket> {
    const answer = this.http.post(`/api/vms/${vmId}/console`, { mode, kind });
    return firstValueFrom(answer.pipe(map((body) => ConsoleTicket.parse(body))));
  }
}
