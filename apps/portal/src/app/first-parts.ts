import { browserLanguage } from './i18n/browser-language';

type Part = () => Promise<unknown>;

/** What stands around every page but the sign-in page. */
const INSIDE: Part[] = [
  () => import('./shell/shell'),
  () => import('./session/signed-in'),
  () => import('./ui/icons'),
];
/** The page itself, where people begin; the first that fits. */
const PAGES: [path: RegExp, ...parts: Part[]][] = [
  [/^\/connexion/, () => import('./session/sign-in-page')],
  [/^\/machines\/[^/]+\/console/, () => import('./console/console-page')],
  [/^\/machines\/nouvelle/, () => import('./vms/new/new-vm-page')],
  [/^\/machines\/./, () => import('./vms/one/vm-page')],
  [/^\/(machines)?$/, () => import('./vms/mine/my-vms-page')],
  [/^\/toutes/, () => import('./vms/all/all-vms-page')],
  [/^\/classes\/./, () => import('./groups/one/group-page')],
  [/^\/classes/, () => import('./groups/taught/classes-page')],
];

/**
 * The program would ask for these one after another, each when the one before it is here: that is six times the way to the server
 * and back. Asked for at once they come together.
 */
export function askForFirstParts(path: string): void {
  const [, ...page] = PAGES.find(([pattern]) => pattern.test(path)) ?? [];
  const parts = [texts, ...(path.startsWith('/connexion') ? [] : INSIDE), ...page];
  // Whoever needs one that did not come asks again, and knows what to do.
  for (const part of parts) part().catch(() => undefined);
}

const texts: Part = () =>
  browserLanguage() === 'en' ? import('../i18n/en.json') : import('../i18n/fr.json');
