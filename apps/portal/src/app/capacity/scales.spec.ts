import { isTight, percent, scalesOf } from './scales';

const host = {
  host: 'local',
  cores: 8,
  memoryMiB: 32768,
  diskFreeGiB: 300,
  limits: { runningVcpus: 64, runningMemoryMiB: 30720, diskGiB: 600 },
  promised: { vms: 10, vcpus: 20, memoryMiB: 40960, diskGiB: 200, runningVcpus: 12, runningMemoryMiB: 28672 },
  used: { memoryMiB: 18000, diskGiB: 40 },
};

describe('the picture of a host', () => {
  const [vcpus, memory, disk] = scalesOf(host);

  it('is as wide as the largest of what is there, may be promised and is promised', () => {
    expect([vcpus?.full, memory?.full, disk?.full]).toEqual([64, 40960, 600]);
    expect(memory && percent(memory.limit, memory)).toBe(75);
  });
  it('counts the disk as what is free and what the machines fill', () => {
    expect(disk?.physical).toBe(340);
  });
  it('says when nearly all is promised', () => {
    expect([vcpus, memory, disk].map((scale) => scale && isTight(scale))).toEqual([false, true, false]);
  });
  it('is drawn even for a host that has nothing', () => {
    const nothing = { vms: 0, vcpus: 0, memoryMiB: 0, diskGiB: 0, runningVcpus: 0, runningMemoryMiB: 0 };
    const limits = { runningVcpus: 0, runningMemoryMiB: 0, diskGiB: 0 };
    const empty = { ...host, cores: 0, memoryMiB: 0, diskFreeGiB: 0, limits, promised: nothing };
    for (const scale of scalesOf({ ...empty, used: { memoryMiB: null, diskGiB: null } }))
      expect(percent(scale.promised, scale)).toBe(0);
  });
});
