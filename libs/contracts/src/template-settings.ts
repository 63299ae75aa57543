import * as z from 'zod';
import { Id } from './id.js';
import { SizeLimits, TemplateStatus, WrittenRange, WrittenSizes } from './vm-template.js';

/** Who sees a template: those whom its description names, everyone, or the members of groups that an administrator chose. */
export const TemplateAudience = z.enum(['recipe', 'everyone', 'groups']).meta({ id: 'TemplateAudience' });
export type TemplateAudience = z.infer<typeof TemplateAudience>;

/** A template as administrators see it, with what they chose for it. */
export const TemplateSettings = z
  .object({
    id: z.string(),
    /** Null when its description is refused, as is all that stands in it. */
    name: z.string().nullable(),
    folder: z.string(),
    status: z.enum([...TemplateStatus.options, 'refused']),
    reason: z.string().nullable(),
    bakedPercent: z.int().nullable(),
    /** The command that makes it available. */
    mend: z.string().nullable(),
    /** What is wrong in its `template.json`: the place as a JSON pointer, and a sentence. */
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })),
    recipe: z
      .object({
        os: z.string(),
        box: z.string(),
        keyboard: z.string(),
        consoles: z.array(z.string()),
        sizes: SizeLimits,
        /** Names of groups; null: everyone. */
        groups: z.array(z.string()).nullable(),
      })
      .nullable(),
    audience: TemplateAudience,
    /** The chosen ones. */
    groups: z.array(z.object({ id: z.uuid(), name: z.string() })),
    /** The chosen ones; null: those of its description. */
    sizes: SizeLimits.nullable(),
  })
  .meta({ id: 'TemplateSettings' });
export type TemplateSettings = z.infer<typeof TemplateSettings>;

/** `groupIds` are of account with the audience `groups`; without any, only administrators see it. */
export const SetTemplateSettings = z
  .object({
    templateId: z.string().min(1).max(100),
    audience: TemplateAudience,
    groupIds: z.array(Id).max(1000),
    sizes: WrittenSizes.nullable(),
  })
  .meta({ id: 'SetTemplateSettings' });
export type SetTemplateSettings = z.infer<typeof SetTemplateSettings>;

/** The same with sizes that the description allows: what the form and the API enforce. */
export function templateSettingsFor({ sizes }: { sizes: SizeLimits }) {
  const inside = (range: SizeLimits['vcpus']) =>
    WrittenRange.check((context) => {
      for (const [bound, value] of Object.entries(context.value))
        if (value < range.min || value > range.max)
          context.issues.push({
            ...{ code: 'custom', input: value, path: [bound], message: 'size.out-of-range' },
            params: { limit: `${range.min} – ${range.max}` },
          });
    });
  return SetTemplateSettings.extend({
    sizes: z
      .strictObject({
        vcpus: inside(sizes.vcpus),
        memoryMiB: inside(sizes.memoryMiB),
        diskGiB: inside(sizes.diskGiB),
      })
      .nullable(),
  });
}
