import { type ResourceRef, inject, resource } from '@angular/core';
import type { LogChunk } from '@vm-manager/contracts';
import { EventFeed } from '../../events/event-feed';
import { withChunk } from '../pushed';
import { VmsClient } from '../vms-client';

/** A job's log: what there is, then what arrives. Call in an injection context. */
export function injectLiveLog(jobId: () => string): ResourceRef<string | undefined> {
  const client = inject(VmsClient);
  const feed = inject(EventFeed);
  const log = resource({ params: jobId, loader: ({ params }) => client.log(params) });
  feed.on('log', (chunk: LogChunk) => {
    if (chunk.jobId !== jobId() || !log.hasValue()) return;
    const longer = withChunk(log.value(), chunk);
    if (longer === undefined) log.reload();
    else log.set(longer);
  });
  feed.onReopened(() => log.reload());
  return log;
}
