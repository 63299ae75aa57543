import type { Notice } from '@vm-manager/contracts';

/** Newest first, whatever order pushes come in. */
export function withNotice(known: readonly Notice[], pushed: Notice): Notice[] {
  return [pushed, ...known.filter(({ id }) => id !== pushed.id)].sort((a, b) =>
    b.createdAt.localeCompare(a.createdAt),
  );
}

export function withAllRead(known: readonly Notice[], at: string): Notice[] {
  return known.map((notice) => (notice.readAt ? notice : { ...notice, readAt: at }));
}

/** The screen of the machine where help is needed, as it is now; of no use once somebody came. */
export function pictureOf({ kind, link, readAt }: Notice): string | undefined {
  if (kind !== 'help-asked' || readAt) return undefined;
  const [, vmId] = /^\/machines\/([\w-]+)\/console$/.exec(link ?? '') ?? [];
  return vmId && `/api/vms/${vmId}/screenshot?width=240`;
}

/** Where a notice leads, as the router takes it; never out of the portal. */
export function placeOf({ link }: Notice): string | undefined {
  return link && /^\/(?!\/)/.test(link) ? link : undefined;
}
