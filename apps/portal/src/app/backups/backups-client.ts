import { HttpClient, type HttpResourceRef, httpResource } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import { type KeptMachine, KeptMachines, Vm } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';

/** What backups have of machines. Call the readers in an injection context. */
@Service()
export class BackupsClient {
  private readonly http = inject(HttpClient);

  ofVm(vmId: () => string): HttpResourceRef<KeptMachines | undefined> {
    return httpResource(() => `/api/vms/${vmId()}/backups`, { parse: (body) => KeptMachines.parse(body) });
  }

  ofPerson(userId: () => string): HttpResourceRef<KeptMachines | undefined> {
    return httpResource(() => `/api/users/${userId()}/backups`, {
      parse: (body) => KeptMachines.parse(body),
    });
  }

  /** Resolves with the new VM, which is on its way. */
  async bringBack({ vmId, backup }: KeptMachine): Promise<Vm> {
    return Vm.parse(await firstValueFrom(this.http.post(`/api/vms/${vmId}/bring-back`, { backup })));
  }
}
