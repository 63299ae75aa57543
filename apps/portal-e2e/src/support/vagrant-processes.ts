import { readdir, readFile } from 'node:fs/promises';

/** The processes that work for this VM: the API marks them in their environment. */
async function processesOf(vmId: string): Promise<number[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const marked = await Promise.all(
    ids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environment.split('\0').includes(`VMM_VM_ID=${vmId}`) ? [pid] : [];
    }),
  );
  return marked.flat();
}

export const isVagrantAlive = async (vmId: string) => (await processesOf(vmId)).length > 0;

export async function endVagrantOf(vmId: string): Promise<void> {
  for (const pid of await processesOf(vmId)) process.kill(pid, 'SIGKILL');
}
