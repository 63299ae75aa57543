import { updateJson, type Tree } from '@nx/devkit';

type Texts = { [key: string]: string | Texts };

export interface Words {
  fr: string;
  frDone: string;
  en: string;
  enDone: string;
}

/** All that the portal says of an action and of its job, whose one step has the action's name. */
export function addTexts(tree: Tree, name: string, { fr, frDone, en, enDone }: Words): void {
  addTo(tree, 'fr', name, {
    action: sentence(fr),
    'job.kind': sentence(fr),
    step: fr,
    'audit.action.vm': sentence(fr),
    'audit.done.vm': `{{actor}} a ${frDone} {{object}}`,
    'audit.tried.vm': `${fr} {{object}}`,
  });
  addTo(tree, 'en', name, {
    action: sentence(en),
    'job.kind': sentence(en),
    step: en,
    'audit.action.vm': sentence(en),
    'audit.done.vm': `{{actor}} ${enDone} {{object}}`,
    'audit.tried.vm': `to ${en} {{object}}`,
  });
}

function addTo(tree: Tree, language: string, name: string, texts: Record<string, string>): void {
  const path = `apps/portal/src/i18n/${language}.json`;
  updateJson<Texts>(tree, path, (all) => {
    for (const [place, text] of Object.entries(texts)) {
      const group = place.split('.').reduce<Texts | string | undefined>(within, all);
      if (typeof group !== 'object') throw new Error(`${path} has no ${place}`);
      group[name] = text;
    }
    return all;
  });
}

const within = (texts: Texts | string | undefined, key: string) =>
  typeof texts === 'object' ? texts[key] : undefined;
const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
