import * as z from 'zod';

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
