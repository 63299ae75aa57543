import { Language } from '@vm-manager/contracts';
import type { IncomingMessage } from 'node:http';

const FALLBACK: Language = 'fr';

/** The language of an answer: the account's, else the browser's, else French. */
export function languageOf(request: IncomingMessage & { actor?: { language: Language } }): Language {
  return request.actor?.language ?? preferredLanguage(request.headers['accept-language']);
}

/** The first of our languages by the header's weights. */
export function preferredLanguage(header: string | undefined): Language {
  const wishes = (header ?? '').split(',').map((wish) => {
    const [tag = '', ...parameters] = wish.trim().toLowerCase().split(';');
    const weight = parameters
      .map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1])
      .find((text) => text !== undefined);
    return { tag: tag.trim().split('-')[0] ?? '', weight: weight === undefined ? 1 : Number(weight) };
  });
  const wanted = wishes.filter(({ weight }) => weight > 0).sort((one, other) => other.weight - one.weight);
  for (const { tag } of wanted) {
    const language = Language.safeParse(tag);
    if (language.success) return language.data;
  }
  return FALLBACK;
}
