import * as z from 'zod';
import { VmOwner } from './vm.js';

/** Days; 0: never. */
const Days = z.int().min(0).max(365);

/** What happens to machines that nobody uses, where the class says nothing else. */
export const DefaultClearing = z
  .object({
    /** Not switched on for so many days, a machine goes to the bin. */
    unusedDays: Days,
    /** How much longer it stays when its owner still needs it; may be said as often as one likes. */
    keepDays: Days,
  })
  .meta({ id: 'DefaultClearing' });
export type DefaultClearing = z.infer<typeof DefaultClearing>;

/** Null: as by default. */
const ClearingOfGroup = z.object({
  /** The last day of the class: when it is over, its machines go to the bin. Null: it has no end. */
  endsOn: z.iso.date().nullable(),
  unusedDays: Days.nullable(),
  keepDays: Days.nullable(),
});

export const GroupClearing = ClearingOfGroup.extend({ byDefault: DefaultClearing }).meta({
  id: 'GroupClearing',
});
export type GroupClearing = z.infer<typeof GroupClearing>;

export const SetGroupClearing = ClearingOfGroup.partial().meta({ id: 'SetGroupClearing' });
export type SetGroupClearing = z.infer<typeof SetGroupClearing>;

export const ClearingReason = z.enum(['class-ends', 'unused']).meta({ id: 'ClearingReason' });
export type ClearingReason = z.infer<typeof ClearingReason>;

/** A machine that goes to the bin at `dueAt`, as its owner was told: not before, whatever changes. */
export const Clearing = z
  .object({
    vm: z.object({ id: z.uuid(), name: z.string() }),
    owner: VmOwner,
    reason: ClearingReason,
    dueAt: z.iso.datetime(),
    /** How many days one gets by saying that it is still needed; 0: it cannot be said. */
    keepDays: z.int(),
  })
  .meta({ id: 'Clearing' });
export type Clearing = z.infer<typeof Clearing>;
