import { inject } from '@angular/core';
import { declarationOf, type Job, JobKind, type StepName } from '@vm-manager/contracts';
import { duration, ordinal } from '../i18n/format';
import { Languages } from '../i18n/languages';
import type { TextKey } from '../i18n/text-key';
import { injectTranslate } from '../i18n/translate';

/** Every step of today; jobs of earlier versions may have had others, which are shown as they are. */
const STEPS: ReadonlySet<string> = new Set(JobKind.options.flatMap((kind) => declarationOf(kind).steps));
const isStep = (name: string): name is StepName => STEPS.has(name);

/** The kinds whose French names are feminine: "Création · Terminée". */
const FEMININE: ReadonlySet<JobKind> = new Set([
  ...(['create', 'rebuild', 'shutdown', 'suspend', 'resume', 'update', 'delete'] as const),
  ...(['bake', 'bin', 'prepare-box', 'make-restore-point', 'delete-restore-point'] as const),
]);

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

/** No more exact than one can be. */
const rounded = (seconds: number) => Math.max(5, Math.ceil(seconds / 5) * 5);

export function injectJobWords() {
  const t = injectTranslate();
  const languages = inject(Languages);

  const step = (name: string): string => (isStep(name) ? t(`step.${name}` satisfies TextKey) : name);

  const lasted = ({ startedAt, finishedAt }: Job): string => {
    if (!startedAt || !finishedAt) return '';
    return duration((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000, languages.active());
  };

  return {
    step,
    /** What the job is doing: "Création : attente du système". */
    now: (job: Job): string => {
      const kind = t(`job.kind.${job.kind}`);
      if (job.state === 'queued')
        return job.turn
          ? t('job.in-line', { kind, place: ordinal(job.turn.place, languages.active()) })
          : t('job.waiting', { kind });
      return job.step ? t('job.now', { kind, step: step(job.step) }) : kind;
    },
    state: ({ kind, state }: Pick<Job, 'kind' | 'state'>): string =>
      FEMININE.has(kind) && (state === 'succeeded' || state === 'cancelled')
        ? t(`job.state-feminine.${state}`)
        : t(`job.state.${state}`),
    /** How much longer, as far as one can honestly say. */
    remaining: (job: Job, now: number): string => {
      if (job.state === 'queued' && job.turn?.startsAt)
        return t('job.starts-in', {
          duration: duration(rounded((Date.parse(job.turn.startsAt) - now) / 1000), languages.active()),
        });
      const seconds = remainingSeconds(job, now);
      if (seconds === undefined || job.state !== 'running') return '';
      if (seconds < -5) return t('job.longer');
      return t('job.remaining', {
        duration: duration(rounded(seconds), languages.active()),
      });
    },
    /** A stop or restart that the system did not follow, as one line says it: "forcée après 2 minutes". */
    forced: (job: Job): string => {
      if (job.result?.how !== 'forced') return '';
      const kind = job.kind === 'reboot' ? 'reboot' : 'shutdown';
      return t(`job.forced-after.${kind}`, { duration: lasted(job) });
    },
    took: (job: Job): string => {
      const time = lasted(job);
      return time && t('job.took', { duration: time });
    },
  };
}
