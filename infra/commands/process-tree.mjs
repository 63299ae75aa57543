import { readdirSync, readFileSync } from 'node:fs';

/** A process and all that it has started, deepest last. */
export function treeOf(root) {
  const all = processes();
  const tree = all.filter(({ pid }) => pid === root);
  for (const { pid } of tree) tree.push(...all.filter(({ parent }) => parent === pid));
  return tree;
}

export function signalAll(tree, signal) {
  for (const { pid } of living(tree)) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended meanwhile, or is root's: sudo hands the signal on.
    }
  }
}

export const areAnyAlive = (tree) => living(tree).length > 0;

/** Those that are still the same: a number may be another's by now. */
function living(tree) {
  const now = new Set(processes().map(({ pid, since }) => `${pid} ${since}`));
  return tree.filter(({ pid, since }) => now.has(`${pid} ${since}`));
}

function processes() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // The name, in brackets, may hold anything. Behind it: the state, the parent, and as the 20th the start.
        const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1).split(' ');
        if (fields[0] === 'Z') return [];
        return [{ pid: Number(name), parent: Number(fields[1]), since: fields[19] }];
      } catch {
        return [];
      }
    });
}
