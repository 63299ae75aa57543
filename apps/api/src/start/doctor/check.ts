import { french, type Language, type PlatformCheck } from '@vm-manager/contracts';
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

/** What came out, for whichever language it is asked in. */
export interface Finding {
  name: string;
  title: Said;
  status: PlatformCheck['status'];
  detail: Said;
  mend: Said | null;
}

const WITHIN_MS = 10_000;

/** Never rejects. A check that says nothing in time is wrong; what it still does is aborted. */
export async function examine(check: Check): Promise<Finding> {
  const { name, title, mend, withinMs = WITHIN_MS } = check;
  const common = { name, title };
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
    const detail = await Promise.race([check.examine(over.signal), late.promise]);
    return { ...common, status: 'ok', detail, mend: null };
  } catch (error) {
    const { said, mend: known } = error instanceof Trouble ? error : new Trouble(messageForLog(error));
    return { ...common, status: 'wrong', detail: said, mend: known ?? mend };
  } finally {
    clearTimeout(timer);
  }
}

export const toPlatformCheck = (
  { name, title, status, detail, mend }: Finding,
  language: Language,
): PlatformCheck => ({
  ...{ name, title: inLanguage(title, language), status, detail: inLanguage(detail, language) },
  mend: mend && inLanguage(mend, language),
});

function inLanguage(said: Said, language: Language): string {
  if (typeof said === 'string') return said;
  return language === 'fr' ? french(said.fr) : said.en;
}
