import * as z from 'zod';

/** One of the programs that the platform consists of: a container, or a unit of systemd. What is not known is null. */
export const PlatformProgram = z
  .object({
    /** By it the log is asked for. */
    id: z.string(),
    name: z.string(),
    /** In the engine's or systemd's own word. */
    state: z.string(),
    isRunning: z.boolean(),
    health: z.enum(['healthy', 'unhealthy', 'starting']).nullable(),
    since: z.iso.datetime().nullable(),
    restarts: z.int().nullable(),
    /** In processors: 1 is one that does nothing else. */
    cpu: z.number().min(0).nullable(),
    memoryMiB: z.number().min(0).nullable(),
    memoryLimitMiB: z.number().positive().nullable(),
  })
  .meta({ id: 'PlatformProgram' });
export type PlatformProgram = z.infer<typeof PlatformProgram>;

/**
 * Where it is seen from: the container engine, systemd's journal, or nowhere. `reason` says why less is seen than there is:
 * `no-source` when there is neither, `not-answering` when the one that was named does not answer.
 */
export const PlatformPrograms = z
  .object({
    source: z.enum(['engine', 'journal', 'none']),
    reason: z.enum(['no-source', 'not-answering']).nullable(),
    programs: z.array(PlatformProgram),
  })
  .meta({ id: 'PlatformPrograms' });
export type PlatformPrograms = z.infer<typeof PlatformPrograms>;

export const ProgramLogQuery = z
  .object({
    /** Its id. */
    program: z.string().min(1).max(200),
    /** Only what came after this moment, as the last line of the last answer says. */
    after: z.iso.datetime().max(40).optional(),
    lines: z.coerce.number().int().min(1).max(5_000).default(500),
  })
  .meta({ id: 'ProgramLogQuery' });
export type ProgramLogQuery = z.infer<typeof ProgramLogQuery>;

/** `at` is as exact as its source: to the nanosecond in an engine. */
export const ProgramLogLine = z
  .object({ at: z.string(), text: z.string(), isError: z.boolean() })
  .meta({ id: 'ProgramLogLine' });
export type ProgramLogLine = z.infer<typeof ProgramLogLine>;

/** A host as its libvirt describes it; what it does not say while it is not to be reached is null. */
export const PlatformHost = z
  .object({
    name: z.string(),
    isReachable: z.boolean(),
    libvirtVersion: z.string().nullable(),
    hypervisorVersion: z.string().nullable(),
    cores: z.int().nullable(),
    memoryMiB: z.int().nullable(),
    acceleration: z.enum(['kvm', 'emulated']),
    /** In the words of the probe, for whoever looks after the host. */
    accelerationReason: z.string(),
  })
  .meta({ id: 'PlatformHost' });
export type PlatformHost = z.infer<typeof PlatformHost>;
