/** What an input method did to a text field: how much it took back, and what it put there. */
export interface Edit {
  readonly removed: number;
  readonly added: string;
}

/**
 * On-screen keyboards tell no keys, they change a field: words are completed, corrected and replaced. What is the same at the
 * beginning is kept, the rest is taken back and typed anew.
 */
export function editBetween(before: string, after: string): Edit {
  const [old, now] = [[...before], [...after]];
  let same = 0;
  while (same < old.length && old[same] === now[same]) same++;
  return { removed: old.length - same, added: now.slice(same).join('') };
}
