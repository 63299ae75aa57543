import type { MeterReading } from '../../hosts/libvirt/meters.js';
import type { MeasurementEntity } from './measurement.entity.js';

export const FINE_SECONDS = 10;
export const COARSE_SECONDS = 300;
/** A reading is late now and then; after a longer while there is a gap, as nobody looked. */
const AT_MOST_APART = 3 * FINE_SECONDS;

export type Figures = Omit<MeasurementEntity, 'vmId' | 'stepSeconds' | 'at'>;

/** The beginning of the step that a moment is in. */
export const stepOf = (at: Date, stepSeconds: number): Date =>
  new Date(Math.floor(at.getTime() / (stepSeconds * 1000)) * stepSeconds * 1000);

/** What happened between two readings; null when they tell nothing: too far apart, or of different runs of the machine. */
export function measured(
  before: MeterReading | undefined,
  now: MeterReading,
  seconds: number,
): Figures | null {
  if (!before || before.run !== now.run || seconds <= 0 || seconds > AT_MOST_APART) return null;
  const cpu = (now.cpuSeconds - before.cpuSeconds) / seconds / Math.max(1, now.vcpus);
  const rates = {
    diskReadBytesPerSecond: (now.diskReadBytes - before.diskReadBytes) / seconds,
    diskWriteBytesPerSecond: (now.diskWrittenBytes - before.diskWrittenBytes) / seconds,
    networkInBytesPerSecond: (now.networkInBytes - before.networkInBytes) / seconds,
    networkOutBytesPerSecond: (now.networkOutBytes - before.networkOutBytes) / seconds,
  };
  // After a boot of the host, runs are numbered anew. And a network card that is plugged in anew begins at nothing.
  if (cpu < 0 || Object.values(rates).some((rate) => rate < 0)) return null;
  return { cpu: Math.min(1, cpu), memoryMiB: now.memoryMiB, ...rates };
}
