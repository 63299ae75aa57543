import { HttpClient, type HttpResourceRef, httpResource } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import { ClassPoint, RestorePoint, type RevertVm, Vm } from '@vm-manager/contracts';
import { firstValueFrom, type Observable } from 'rxjs';
import * as z from 'zod';
import { EventFeed } from '../events/event-feed';

const RestorePoints = z.array(RestorePoint);
const ClassPoints = z.array(ClassPoint);

@Service()
export class RestorePointsClient {
  private readonly http = inject(HttpClient);
  private readonly feed = inject(EventFeed);

  /** Those of a VM, oldest first; read anew when something happens to it. Call in an injection context. */
  of(vmId: () => string): HttpResourceRef<RestorePoint[] | undefined> {
    const points = httpResource(() => this.path(vmId()), { parse: (body) => RestorePoints.parse(body) });
    this.feed.on('vm', ({ id }) => {
      if (id === vmId()) points.reload();
    });
    this.feed.onReopened(() => points.reload());
    return points;
  }

  /** What teachers called the points of several VMs. Call in an injection context; read when `isWanted`. */
  ofClasses(isWanted: () => boolean): HttpResourceRef<ClassPoint[] | undefined> {
    return httpResource(() => (isWanted() ? '/api/restore-points' : undefined), {
      parse: (body) => ClassPoints.parse(body),
    });
  }

  make(vmId: string, name: string): Promise<Vm> {
    return this.answered(this.http.post(this.path(vmId), { name }));
  }

  goBack(vmId: string, pointId: string, request: RevertVm): Promise<Vm> {
    return this.answered(this.http.post(`${this.path(vmId)}/${pointId}/revert`, request));
  }

  remove(vmId: string, pointId: string): Promise<Vm> {
    return this.answered(this.http.delete(`${this.path(vmId)}/${pointId}`));
  }

  private path(vmId: string): string {
    return `/api/vms/${vmId}/restore-points`;
  }

  private async answered(call: Observable<object>): Promise<Vm> {
    const vm = Vm.parse(await firstValueFrom(call));
    this.feed.publish('vm', vm);
    return vm;
  }
}
