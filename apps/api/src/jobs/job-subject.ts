import type { JobSubject } from '@vm-manager/contracts';
import type { JobEntity } from './job.entity.js';

type WithSubject = Pick<JobEntity, 'subjectKind' | 'subjectId'>;

export const subjectOf = ({ subjectKind: kind, subjectId: id }: WithSubject): JobSubject => ({ kind, id });

/** The same as columns, to find a subject's jobs by. */
export const columnsOf = ({ kind, id }: JobSubject): WithSubject => ({ subjectKind: kind, subjectId: id });

/** One name for a subject: what the queue takes jobs one after the other by, and what a worker locks. */
export const keyOf = ({ subjectKind, subjectId }: WithSubject): string => `${subjectKind}:${subjectId}`;

/** Who may see a job: whoever may see what is its owner's, else who may see its group, else those who run the platform. */
export const belongingOf = ({
  ownerId,
  subjectKind,
  subjectId,
}: WithSubject & Pick<JobEntity, 'ownerId'>) => ({
  ownerId,
  groupId: ownerId === null && subjectKind === 'group' ? subjectId : null,
});
