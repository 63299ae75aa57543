import type { JobSubject } from '@vm-manager/contracts';
import type { VmEntity } from './vm.entity.js';

export const vmSubject = (id: string): JobSubject => ({ kind: 'vm', id });

/** What every job of a VM says of it. */
export const ofVm = ({ id, ownerId, templateId }: Pick<VmEntity, 'id' | 'ownerId' | 'templateId'>) => ({
  subject: vmSubject(id),
  ownerId,
  estimateGroup: templateId,
});
