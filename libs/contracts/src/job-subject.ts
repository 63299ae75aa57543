import * as z from 'zod';

/**
 * Who sees and cancels a job follows from its subject, and so does its name in the audit log. A kind of subject stands here with
 * these rules before there is a kind of job for it: the queue, the events and the log are the same for all.
 */
export const JobSubjectKind = z
  .enum(['vm', 'template', 'group', 'host', 'platform'])
  .meta({ id: 'JobSubjectKind' });
export type JobSubjectKind = z.infer<typeof JobSubjectKind>;

/** What a job is done on, one job at a time. `id` is that of the VM, template or group, the host's name, or `platform`. */
export const JobSubject = z.object({ kind: JobSubjectKind, id: z.string() }).meta({ id: 'JobSubject' });
export type JobSubject = z.infer<typeof JobSubject>;
