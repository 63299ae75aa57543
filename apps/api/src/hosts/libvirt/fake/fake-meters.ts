import { FakeHost, type FakeDomain } from '../../fake-host/fake-host.js';
import { Meters, type MeterReading } from '../meters.js';

const MIB = 2 ** 20;

/** Machines at work: more or less of it in the course of minutes, each at its own pace. */
export class FakeMeters extends Meters {
  constructor(private readonly host: FakeHost) {
    super();
  }

  async read(seconds = Date.now() / 1000): Promise<MeterReading[]> {
    const ids = await this.host.names('domain');
    const domains = await Promise.all(ids.map((id) => this.host.read('domain', id)));
    return domains.flatMap((domain) => (domain?.power === 'running' ? readingOf(domain, seconds) : []));
  }
}

function readingOf({ vmId, machine }: FakeDomain, seconds: number): MeterReading {
  const { vcpus, memoryMiB } = machine ?? { vcpus: 1, memoryMiB: 1024 };
  const phase = Number.parseInt(vmId.slice(0, 6), 16);
  const used = (mean: number, period: number) => swung(mean, (2 * Math.PI) / period, seconds + phase);
  return {
    vmId,
    run: 1,
    vcpus,
    cpuSeconds: used(0.2 * vcpus, 300) + used(0.1 * vcpus, 41),
    memoryMiB: Math.round(memoryMiB * (0.45 + 0.1 * Math.sin((seconds + phase) / 400))),
    diskReadBytes: used(0.3 * MIB, 97),
    diskWrittenBytes: used(0.8 * MIB, 173),
    networkInBytes: used(0.1 * MIB, 67),
    networkOutBytes: used(0.05 * MIB, 83),
  };
}

/** What a counter has reached whose rate swings between nothing and twice the mean. */
const swung = (mean: number, frequency: number, seconds: number) =>
  mean * (seconds - Math.cos(frequency * seconds) / frequency);
