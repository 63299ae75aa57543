import { LibvirtErrorCode, type DomainRef } from '@vm-manager/libvirt-rpc';
import * as z from 'zod';
import { absentAsNull, type LibvirtConnection } from './libvirt-connection.js';

const Ownership = z.object({
  vmManager: z.object({ vm: z.uuid(), owner: z.uuid(), installation: z.uuid() }),
});
export type Ownership = z.infer<typeof Ownership>['vmManager'];

/** What the description of a domain of ours says, as infra/vagrant writes it too. */
export const toDescription = (domain: { id: string; ownerId: string; installationId: string }): string =>
  JSON.stringify({
    vmManager: { vm: domain.id, owner: domain.ownerId, installation: domain.installationId },
  });

/** Who a domain belongs to, from its description; null for one that VM Manager did not make. */
export function toOwnership(description: string): Ownership | null {
  try {
    return Ownership.parse(JSON.parse(description)).vmManager;
  } catch {
    return null;
  }
}

/** Whose domains are, as their descriptions say; null where none says so. */
export class DomainOwners {
  /** A description is written with the definition; by UUID, as asking for each of a thousand takes seconds. */
  private readonly known = new Map<string, Ownership | null>();

  constructor(private readonly libvirt: Pick<LibvirtConnection, 'ask'>) {}

  async of(ref: DomainRef): Promise<Ownership | null> {
    const known = this.known.get(ref.uuid);
    if (known !== undefined) return known;
    const description = await this.libvirt.ask(({ domains }) =>
      absentAsNull(
        domains.getMetadata(ref, { type: 'description' }),
        LibvirtErrorCode.noDomainMetadata,
        LibvirtErrorCode.noDomain,
      ),
    );
    const ownership = description === null ? null : toOwnership(description);
    this.known.set(ref.uuid, ownership);
    return ownership;
  }

  /** It is gone, or defined anew. */
  forget(uuid: string): void {
    this.known.delete(uuid);
  }
}
