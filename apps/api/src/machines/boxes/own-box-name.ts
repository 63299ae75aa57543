import type { Installation } from '../../foundation/database/installation.js';

const prefixOf = ({ id }: Pick<Installation, 'id'>) => `vmm-${id.slice(0, 8)}/`;

/** A box's name carries the installation's id: its image in a storage pool is nobody else's. */
export const ownBoxName = (installation: Pick<Installation, 'id'>, box: string) =>
  prefixOf(installation) + box;

/** Null for another installation's. */
export function boxOfOwnName(installation: Pick<Installation, 'id'>, name: string): string | null {
  const prefix = prefixOf(installation);
  return name.startsWith(prefix) ? name.slice(prefix.length) : null;
}
