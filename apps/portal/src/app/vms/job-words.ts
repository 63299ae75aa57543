import { inject } from '@angular/core';
import type { Job } from '@vm-manager/contracts';
import { duration } from '../i18n/format';
import { Languages } from '../i18n/languages';
import type { TextKey } from '../i18n/text-key';
import { injectTranslate } from '../i18n/translate';

/** Steps that have a translation; the API may name more, which are shown as they are. */
const KNOWN_STEPS = [
  'prepare-network',
  'prepare-folder',
  'import-box',
  'make-machine',
  'wait-for-guest',
  'create-account',
  'finish',
  'stop-work',
  'remove-machine',
  'remove-disks',
  'remove-folder',
  'remove-network',
  'forget',
  'start-machine',
  'ask-guest',
  'force',
  'set-password',
  'grow-disk',
  'resize-machine',
  'adapt-guest',
  'save-memory',
  'restore-memory',
] as const;

export const isUnderWay = (job: Pick<Job, 'state'> | null | undefined): boolean =>
  job?.state === 'queued' || job?.state === 'running';

/** Seconds that a job still needs; negative when it takes longer than such jobs did, undefined when unknown. */
export function remainingSeconds(
  job: Pick<Job, 'startedAt' | 'estimatedSeconds'>,
  now: number,
): number | undefined {
  if (!job.startedAt || job.estimatedSeconds === null) return undefined;
  return job.estimatedSeconds - (now - Date.parse(job.startedAt)) / 1000;
}

export function injectJobWords() {
  const t = injectTranslate();
  const languages = inject(Languages);

  const step = (name: string): string => {
    const known = KNOWN_STEPS.find((candidate) => candidate === name);
    return known ? t(`step.${known}` satisfies TextKey) : name;
  };

  return {
    step,
    /** What the job is doing: "Création : attente du système". */
    now: (job: Job): string => {
      const kind = t(`job.kind.${job.kind}`);
      if (job.state === 'queued') return t('job.waiting', { kind });
      return job.step ? t('job.now', { kind, step: step(job.step) }) : kind;
    },
    /** How much longer, as far as one can honestly say. */
    remaining: (job: Job, now: number): string => {
      const seconds = remainingSeconds(job, now);
      if (seconds === undefined || job.state !== 'running') return '';
      if (seconds < -5) return t('job.longer');
      return t('job.remaining', {
        duration: duration(Math.max(5, Math.ceil(seconds / 5) * 5), languages.active()),
      });
    },
    took: (job: Job): string => {
      if (!job.startedAt || !job.finishedAt) return '';
      const seconds = (Date.parse(job.finishedAt) - Date.parse(job.startedAt)) / 1000;
      return t('job.took', { duration: duration(seconds, languages.active()) });
    },
  };
}
