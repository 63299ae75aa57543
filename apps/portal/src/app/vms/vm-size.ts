import { runsIn, type SetLimits, type SizeLimits, type Vm } from '@vm-manager/contracts';

export interface Size {
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly diskGiB: number;
}

/** What counts: a size that waits for the next start is the machine's already. */
export function sizeOf({
  vcpus,
  memoryMiB,
  diskGiB,
  atNextStart,
}: Pick<Vm, keyof Size | 'atNextStart'>): Size {
  return { vcpus, memoryMiB, diskGiB, ...atNextStart };
}

/** Sliders that only go up, from what the machine has. */
export function sizesFrom(vm: Vm, { vcpus, memoryMiB, diskGiB }: SizeLimits) {
  const now = sizeOf(vm);
  const from = (min: number, { max }: { max: number }) => ({ min, max: Math.max(min, max) });
  return {
    vcpus: from(now.vcpus, vcpus),
    memoryMiB: from(now.memoryMiB, memoryMiB),
    diskGiB: from(now.diskGiB, diskGiB),
  };
}

/** Sliders for its owner: within the template's limits, and the disk never smaller than it is. */
export function sizesWithin(vm: Vm, sizes: SizeLimits) {
  const up = sizesFrom(vm, sizes);
  const down = ({ min, max }: { min: number; max: number }, lowest: number) => ({
    min: Math.min(min, lowest),
    max,
  });
  return {
    vcpus: down(up.vcpus, sizes.vcpus.min),
    memoryMiB: down(up.memoryMiB, sizes.memoryMiB.min),
    diskGiB: up.diskGiB,
  };
}

/** The dimensions that differ from what the machine has. */
export function wantedOf(vm: Vm, wish: Size): Partial<Size> {
  const now = sizeOf(vm);
  const changed = (['vcpus', 'memoryMiB', 'diskGiB'] as const).filter((each) => wish[each] !== now[each]);
  return Object.fromEntries(changed.map((each) => [each, wish[each]]));
}

/** What another size adds to its owner's usage. */
export function resizeAdds(vm: Vm, wish: Size): SetLimits {
  const now = sizeOf(vm);
  const [vcpus, memoryMiB] = [wish.vcpus - now.vcpus, wish.memoryMiB - now.memoryMiB];
  const running = runsIn(vm.state) ? { runningVcpus: vcpus, runningMemoryMiB: memoryMiB } : {};
  return { vcpus, memoryMiB, diskGiB: wish.diskGiB - now.diskGiB, ...running };
}

/** Whether some of it can only come when the machine is off: what runs is given more, and never less. */
export function needsRestart(vm: Vm, wish: Size): boolean {
  return runsIn(vm.state) === true && (wish.vcpus < vm.vcpus || wish.memoryMiB < vm.memoryMiB);
}

/** What a new machine adds: one that is not to be started counts as off from the beginning. */
export function newVmAdds({
  vcpus,
  memoryMiB,
  diskGiB,
  start,
}: Size & { readonly start: boolean }): SetLimits {
  const running = start ? { runningVcpus: vcpus, runningMemoryMiB: memoryMiB } : {};
  return { vms: 1, vcpus, memoryMiB, diskGiB, ...running };
}

export function memoryStep({ min, max }: { readonly min: number; readonly max: number }): number {
  return min % 512 === 0 && max % 512 === 0 ? 512 : 256;
}
