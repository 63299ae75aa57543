import type { JobSubject } from '@vm-manager/contracts';
import type { VmEntity } from './vm.entity.js';

export const vmSubject = (id: string): JobSubject => ({ kind: 'vm', id });

/** What every job of a VM says of it. */
export const ofVm = ({
  id,
  ownerId,
  host,
  templateId,
}: Pick<VmEntity, 'id' | 'ownerId' | 'host' | 'templateId'>) => ({
  subject: vmSubject(id),
  ownerId,
  host,
  estimateGroup: templateId,
});
