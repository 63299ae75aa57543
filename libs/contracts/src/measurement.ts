import * as z from 'zod';

export const MetricsRange = z.enum(['hour', 'week']).meta({ id: 'MetricsRange' });
export type MetricsRange = z.infer<typeof MetricsRange>;

export const MetricsQuery = z.object({ range: MetricsRange.default('hour') }).meta({ id: 'MetricsQuery' });
export type MetricsQuery = z.infer<typeof MetricsQuery>;

/** The mean of the step that begins at `at`. `cpu` is the share of the VM's own vCPUs, from 0 to 1. */
export const MetricsPoint = z
  .object({
    at: z.iso.datetime(),
    cpu: z.number().min(0).max(1),
    memoryMiB: z.number().min(0),
    diskReadBytesPerSecond: z.number().min(0),
    diskWriteBytesPerSecond: z.number().min(0),
    networkInBytesPerSecond: z.number().min(0),
    networkOutBytesPerSecond: z.number().min(0),
  })
  .meta({ id: 'MetricsPoint' });
export type MetricsPoint = z.infer<typeof MetricsPoint>;

/** Oldest first. A step without a point was not measured: the VM was off, or nobody could look. */
export const VmMetrics = z
  .object({ stepSeconds: z.int().positive(), points: z.array(MetricsPoint) })
  .meta({ id: 'VmMetrics' });
export type VmMetrics = z.infer<typeof VmMetrics>;

/** How busy the processors of one VM of a class were in the last hour, oldest step first; null where nothing was measured. */
export const VmActivity = z
  .object({
    vmId: z.uuid(),
    stepSeconds: z.int().positive(),
    cpu: z.array(z.number().min(0).max(1).nullable()),
  })
  .meta({ id: 'VmActivity' });
export type VmActivity = z.infer<typeof VmActivity>;

export const FileSystem = z
  .object({ mountPoint: z.string(), type: z.string(), usedMiB: z.int().min(0), sizeMiB: z.int().positive() })
  .meta({ id: 'FileSystem' });
export type FileSystem = z.infer<typeof FileSystem>;

/** What the guest says of itself; `fileSystems` is null when its agent says nothing. */
export const GuestFileSystems = z
  .object({ fileSystems: z.array(FileSystem).nullable() })
  .meta({ id: 'GuestFileSystems' });
export type GuestFileSystems = z.infer<typeof GuestFileSystems>;
