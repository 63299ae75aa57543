import type { Membership, SizeLimits, TemplateFile } from '@vm-manager/contracts';
import type { TemplateSettingsEntity } from './template-settings.entity.js';

type Choice = Pick<TemplateSettingsEntity, 'audience' | 'groupIds'>;

/** Whether members of these groups see a template. */
export function isOfferedTo(
  groups: readonly Membership[],
  { groups: named }: Pick<TemplateFile, 'groups'>,
  choice: Choice = { audience: 'recipe', groupIds: [] },
): boolean {
  if (choice.audience === 'everyone') return true;
  if (choice.audience === 'groups') return groups.some(({ id }) => choice.groupIds.includes(id));
  return named === undefined || groups.some(({ name }) => named.includes(name));
}

/** The chosen sizes, within those of the description: it may have changed since they were chosen. */
export function chosenSizes(recipe: SizeLimits, chosen: SizeLimits | null | undefined): SizeLimits {
  if (!chosen) return recipe;
  const inside = ({ min, max }: SizeLimits['vcpus'], wanted: SizeLimits['vcpus']) => {
    const within = (value: number) => Math.min(Math.max(value, min), max);
    return { min: within(wanted.min), default: within(wanted.default), max: within(wanted.max) };
  };
  return {
    vcpus: inside(recipe.vcpus, chosen.vcpus),
    memoryMiB: inside(recipe.memoryMiB, chosen.memoryMiB),
    diskGiB: inside(recipe.diskGiB, chosen.diskGiB),
  };
}
