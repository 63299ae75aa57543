import { inject } from '@angular/core';
import {
  QUOTA_DIMENSIONS,
  type RequestEvent,
  type RequestState,
  type ResourceRequest,
} from '@vm-manager/contracts';
import { exactDay } from '../i18n/format';
import { Languages } from '../i18n/languages';
import { SchoolTime } from '../i18n/school-time';
import { injectTranslate } from '../i18n/translate';
import { injectAmounts } from '../quotas/amounts';
import { Session } from '../session/session';
import type { IconName } from '../ui/icons';

export const STATE_LOOKS: Record<RequestState, { readonly icon: IconName; readonly chip: string }> = {
  pending: { icon: 'hourglass', chip: 'warn' },
  approved: { icon: 'check-circle', chip: 'good' },
  rejected: { icon: 'cancel', chip: 'bad' },
  cancelled: { icon: 'block', chip: '' },
  withdrawn: { icon: 'block', chip: '' },
  expired: { icon: 'schedule', chip: '' },
};

/** Whether less was granted than was asked for. */
export function isReduced({ want, grant }: Pick<ResourceRequest, 'want' | 'grant'>): boolean {
  if (!grant) return false;
  return QUOTA_DIMENSIONS.some((dimension) => (grant[dimension] ?? 0) < (want[dimension] ?? 0));
}

/** Requests in a person's words. */
export function injectRequestWords() {
  const t = injectTranslate();
  const amounts = injectAmounts();
  const languages = inject(Languages);
  const session = inject(Session);
  const school = inject(SchoolTime);
  // The day's number stays with its month.
  const day = (iso: string) =>
    exactDay(iso, languages.active(), school.zone()).replace(/(\d\S*) (?=\p{L})/u, '$1\u00a0');
  const stays = ({ stays: kept }: ResourceRequest) =>
    kept.includes('diskGiB') ? ` ${t('requests.disk-kept')}` : '';
  const until = (iso: string | null) => (iso ? ` ${t('requests.until', { day: day(iso) })}` : '');

  // Whoever reads another's request may be the one who answers it.
  const pending = ({ requester, groups }: ResourceRequest) => {
    if (requester.id !== session.user()?.id) return 'requests.sentence.pending-of-another';
    return groups.length > 0 ? 'requests.sentence.pending' : 'requests.sentence.pending-administrator';
  };

  const approved = (request: ResourceRequest) => {
    const { grant, decidedBy, grantedUntil, takesEffect } = request;
    const values = {
      person: decidedBy?.displayName ?? t('requests.portal'),
      grant: amounts.all(grant ?? {}),
      until: until(grantedUntil),
    };
    const sentence = t(
      isReduced(request) ? 'requests.sentence.reduced' : 'requests.sentence.approved',
      values,
    );
    return takesEffect === 'at-next-start' ? `${sentence} ${t('requests.at-next-start')}` : sentence;
  };

  return {
    day,
    until,
    /** What was asked for: "4 vCPU et 8 Gio de mémoire". */
    wish: (request: Pick<ResourceRequest, 'want'>) => amounts.all(request.want),
    about: ({ vm, prolongs }: Pick<ResourceRequest, 'vm' | 'prolongs'>) => {
      if (prolongs)
        return vm ? t('requests.about-prolong-vm', { name: vm.name }) : t('requests.about-prolong-quota');
      return vm ? t('requests.about-vm', { name: vm.name }) : t('requests.about-quota');
    },
    /** The state as a sentence. */
    state: (request: ResourceRequest): string => {
      const person = request.decidedBy?.displayName ?? t('requests.portal');
      switch (request.state) {
        case 'pending':
          return t(pending(request));
        case 'approved':
          return approved(request);
        case 'rejected':
          return t('requests.sentence.rejected', { person });
        case 'cancelled':
          return t('requests.sentence.cancelled');
        case 'withdrawn':
          return t('requests.sentence.withdrawn', { person });
        case 'expired':
          return (
            t('requests.sentence.expired', { day: day(request.grantedUntil ?? request.createdAt) }) +
            stays(request)
          );
      }
    },
    event: ({ what, by, grant, until: end }: RequestEvent): string => {
      const sentence = t(`requests.event.${what}`, { person: by?.displayName ?? t('requests.portal') });
      return grant ? `${sentence} ${amounts.all(grant)}${until(end)}` : sentence;
    },
  };
}
