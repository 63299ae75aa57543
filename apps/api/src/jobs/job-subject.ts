import type { JobSubject } from '@vm-manager/contracts';
import type { JobEntity } from './job.entity.js';

type WithSubject = Pick<JobEntity, 'subjectKind' | 'subjectId'>;

export const subjectOf = ({ subjectKind: kind, subjectId: id }: WithSubject): JobSubject => ({ kind, id });

/** The same as columns, to find a subject's jobs by. */
export const columnsOf = ({ kind, id }: JobSubject): WithSubject => ({ subjectKind: kind, subjectId: id });

/** One name for a subject: what the queue takes jobs one after the other by, and what a worker locks. */
export const keyOf = ({ subjectKind, subjectId }: WithSubject): string => `${subjectKind}:${subjectId}`;

/**
 * Who may see a job. With an owner: whoever may see the owner's things. Without: the teachers of its group. With
 * neither: administrators.
 */
export const belongingOf = ({
  ownerId,
  subjectKind,
  subjectId,
}: WithSubject & Pick<JobEntity, 'ownerId'>) => ({
  ownerId,
  groupId: ownerId === null && subjectKind === 'group' ? subjectId : null,
});
