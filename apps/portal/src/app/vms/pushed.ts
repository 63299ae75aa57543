import type { Job, Vm, VmGone } from '@vm-manager/contracts';

/** A list of VMs after a push: changed in its place, added in front when it belongs, removed when it does not. */
export function withVm(known: Vm[], pushed: Vm | VmGone, belongs: (vm: Vm) => boolean): Vm[] {
  const at = known.findIndex(({ id }) => id === pushed.id);
  if ('gone' in pushed || !belongs(pushed)) return at < 0 ? known : known.toSpliced(at, 1);
  return at < 0 ? [pushed, ...known] : known.with(at, pushed);
}

/** Progress arrives as jobs; a job that is older than the one shown is history. */
export function withJob(vm: Vm, job: Job): Vm {
  if (vm.id !== job.vmId) return vm;
  const isHistory = vm.job && vm.job.id !== job.id && vm.job.createdAt > job.createdAt;
  return isHistory ? vm : { ...vm, job };
}

/** A log after a chunk; undefined when a part is missing in between and the log must be read anew. */
export function withChunk(log: string, chunk: { offset: number; text: string }): string | undefined {
  if (chunk.offset > log.length) return undefined;
  const alreadyHad = log.length - chunk.offset;
  return alreadyHad >= chunk.text.length ? log : log + chunk.text.slice(alreadyHad);
}
