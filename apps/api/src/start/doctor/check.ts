import { french, type Language } from '@vm-manager/contracts';
import { messageForLog } from '../../foundation/logging/error-for-log.js';

/** One text where both languages say the same, as for a command. */
export type Said = string | Record<Language, string>;

/** One line of the doctor's list. */
export interface Check {
  /** For machines; never translated. */
  name: string;
  title: Record<Language, string>;
  /** Begins of the variables on which it depends: while one of those is wrong, there is nothing to examine. */
  variables: string[];
  withinMs?: number;
  /** What helps when nothing better is known: a command, wherever one does. */
  mend: Said;
  /** Resolves with a remark when all is well; rejects, with `Trouble` where the reason is known. */
  examine(signal: AbortSignal): Promise<Said>;
}

/** What is wrong and, unless the check's own helps, what mends it. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
  constructor(
    readonly said: Said,
    readonly mend?: Said,
  ) {
    super(inLanguage(said, 'en'));
  }
}

export interface Finding {
  name: string;
  title: string;
  status: 'ok' | 'wrong' | 'not-examined';
  detail: string;
  mend: string | null;
}

const WITHIN_MS = 10_000;

/** Never rejects. A check that says nothing in time is wrong; what it still does is aborted. */
export async function examine(check: Check, language: Language): Promise<Finding> {
  const { name, title, mend, withinMs = WITHIN_MS } = check;
  const common = { name, title: title[language] };
  const over = new AbortController();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const seconds = withinMs / 1000;
    late.reject(
      new Trouble({ fr: `pas de réponse en ${seconds} s`, en: `no answer within ${seconds} s` }, mend),
    );
    over.abort();
  }, withinMs);
  try {
    const remark = await Promise.race([check.examine(over.signal), late.promise]);
    return { ...common, status: 'ok', detail: inLanguage(remark, language), mend: null };
  } catch (error) {
    const known = error instanceof Trouble ? error : new Trouble(messageForLog(error));
    const detail = inLanguage(known.said, language);
    return { ...common, status: 'wrong', detail, mend: inLanguage(known.mend ?? mend, language) };
  } finally {
    clearTimeout(timer);
  }
}

export function inLanguage(said: Said, language: Language): string {
  if (typeof said === 'string') return said;
  return language === 'fr' ? french(said.fr) : said.en;
}
