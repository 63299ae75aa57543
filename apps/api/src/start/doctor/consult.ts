import type { Language } from '@vm-manager/contracts';
import type { Configuration, ConfigurationError } from '../../foundation/config/configuration.js';
import type { LibvirtHost } from '../../hosts/libvirt/libvirt-host.js';
import { examine, inLanguage, Trouble, type Check, type Finding, type Said } from './check.js';
import { hostChecks } from './host-checks.js';
import { placeChecks } from './place-checks.js';
import { proxyCheck } from './proxy-check.js';
import { serviceChecks } from './service-checks.js';

/** All checks begin at once; each resolves by itself, in the order of the list. */
export function consult(
  { environment, secrets }: Configuration,
  error: ConfigurationError | null,
  hosts: readonly LibvirtHost[],
  language: Language,
): Promise<Finding>[] {
  const checks = [
    ...hostChecks(environment, hosts),
    ...serviceChecks(environment, secrets),
    ...placeChecks(environment),
    proxyCheck(environment),
  ];
  return [
    examine(configurationCheck(error), language),
    ...checks.map(async (check) =>
      dependsOn(check, error) ? notExamined(check, language) : examine(check, language),
    ),
  ];
}

function configurationCheck(error: ConfigurationError | null): Check {
  const mend: Said = {
    fr: 'nano .env (.env.example dit ce que chaque ligne signifie)',
    en: 'nano .env (.env.example says what each line means)',
  };
  return {
    name: 'configuration',
    title: { fr: 'configuration', en: 'configuration' },
    variables: [],
    mend,
    examine: async () => {
      if (error) throw new Trouble(error.message);
      return '';
    },
  };
}

/** A file that cannot be read may have said anything. */
function dependsOn({ variables }: Check, error: ConfigurationError | null): boolean {
  if (!error) return false;
  return (
    error.variables.length === 0 ||
    error.variables.some((wrong) => variables.some((begin) => wrong.startsWith(begin)))
  );
}

function notExamined({ name, title }: Check, language: Language): Finding {
  const why: Said = {
    fr: 'pas examiné : la configuration d’abord',
    en: 'not examined: the configuration first',
  };
  return {
    name,
    title: title[language],
    status: 'not-examined',
    detail: inLanguage(why, language),
    mend: null,
  };
}
