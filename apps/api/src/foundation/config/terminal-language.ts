import type { Language } from '@vm-manager/contracts';

/** Of the person at the terminal, in the order in which POSIX gives the variables. */
export function terminalLanguage({ LC_ALL, LC_MESSAGES, LANG } = process.env): Language {
  return (LC_ALL || LC_MESSAGES || LANG || '').startsWith('fr') ? 'fr' : 'en';
}
