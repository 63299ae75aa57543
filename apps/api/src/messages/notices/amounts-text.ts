import { QUOTA_DIMENSIONS, type Language, type QuotaDimension, type SetLimits } from '@vm-manager/contracts';

type Wording = Record<QuotaDimension, (amount: number) => string>;

const FR = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 1 });
const EN = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });

const WORDINGS: Record<Language, Wording> = {
  fr: {
    vms: (amount) => `${FR.format(amount)} machine${amount > 1 ? 's' : ''}`,
    vcpus: (amount) => `${FR.format(amount)}\u00a0vCPU`,
    memoryMiB: (amount) => `${FR.format(amount / 1024)}\u00a0Gio de mémoire`,
    diskGiB: (amount) => `${FR.format(amount)}\u00a0Gio de disque`,
    runningVcpus: (amount) => `${FR.format(amount)}\u00a0vCPU en marche`,
    runningMemoryMiB: (amount) => `${FR.format(amount / 1024)}\u00a0Gio de mémoire en marche`,
  },
  en: {
    vms: (amount) => `${EN.format(amount)} machine${amount > 1 ? 's' : ''}`,
    vcpus: (amount) => `${EN.format(amount)} vCPU`,
    memoryMiB: (amount) => `${EN.format(amount / 1024)} GiB of memory`,
    diskGiB: (amount) => `${EN.format(amount)} GiB of disk`,
    runningVcpus: (amount) => `${EN.format(amount)} running vCPU`,
    runningMemoryMiB: (amount) => `${EN.format(amount / 1024)} GiB of running memory`,
  },
};

/** “4 vCPU, 8 GiB of memory”, in the units of the screens. */
export function amountsText(amounts: SetLimits, language: Language): string {
  const words = QUOTA_DIMENSIONS.flatMap((dimension) => {
    const amount = amounts[dimension];
    return typeof amount === 'number' ? [WORDINGS[language][dimension](amount)] : [];
  });
  return words.join(', ');
}

/** In the school's time zone, not in the server's. */
export function momentText(iso: string, language: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone,
  }).format(new Date(iso));
}
