import { Language, SizeLimits } from '@vm-manager/contracts';
import * as z from 'zod';

const Text = z.record(Language, z.string());
/** Seconds, with hardware virtualisation and under the software emulator. */
const Seconds = z.object({ kvm: z.int().min(1), emulated: z.int().min(1) });

/** `infra/vm-templates/<id>/template.json`. */
export const TemplateFile = z.object({
  id: z.string(),
  name: Text,
  description: Text,
  /** Of those that a `GuestSystem` knows how to deal with. */
  os: z.enum(['debian']),
  sizes: SizeLimits,
  shutdownSeconds: Seconds,
  firstBootSeconds: Seconds,
  hardware: z.object({ video: z.string(), tablet: z.string() }),
});
export type TemplateFile = z.infer<typeof TemplateFile>;
