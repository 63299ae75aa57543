import { type HttpResourceRef, httpResource } from '@angular/common/http';
import { DestroyRef, Service, inject } from '@angular/core';
import { GuestFileSystems, type MetricsRange, VmActivity, VmMetrics } from '@vm-manager/contracts';
import * as z from 'zod';

const Activities = z.array(VmActivity);

/** Nothing is pushed of what is measured: it comes all the time. */
const LOOK_AGAIN_MS = { hour: 10_000, week: 300_000, activity: 60_000, fileSystems: 60_000 };

/** Reads what was measured of VMs, again and again. Call in an injection context. */
@Service()
export class MeasurementsClient {
  of(vmId: () => string, range: () => MetricsRange): HttpResourceRef<VmMetrics | undefined> {
    const metrics = httpResource(() => ({ url: `/api/vms/${vmId()}/metrics`, params: { range: range() } }), {
      parse: (body) => VmMetrics.parse(body),
    });
    let asked = performance.now();
    lookAgain(LOOK_AGAIN_MS.hour, () => {
      // A little early: a timer is never quite on time.
      if (performance.now() - asked < LOOK_AGAIN_MS[range()] - LOOK_AGAIN_MS.hour / 2) return;
      asked = performance.now();
      metrics.reload();
    });
    return metrics;
  }

  fileSystems(vmId: () => string): HttpResourceRef<GuestFileSystems | undefined> {
    const found = httpResource(() => `/api/vms/${vmId()}/file-systems`, {
      parse: (body) => GuestFileSystems.parse(body),
    });
    lookAgain(LOOK_AGAIN_MS.fileSystems, () => found.reload());
    return found;
  }

  /** How busy the VMs of a class were; undefined means: not wanted now. */
  activityOf(groupId: () => string | undefined): HttpResourceRef<VmActivity[] | undefined> {
    const activity = httpResource(
      () => {
        const id = groupId();
        return id === undefined ? undefined : `/api/groups/${id}/metrics`;
      },
      { parse: (body) => Activities.parse(body) },
    );
    lookAgain(LOOK_AGAIN_MS.activity, () => activity.reload());
    return activity;
  }
}

/** While the page is looked at. */
function lookAgain(everyMs: number, look: () => void): void {
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') look();
  }, everyMs);
  inject(DestroyRef).onDestroy(() => clearInterval(timer));
}
