import type { Configuration, ConfigurationError } from '../../foundation/config/configuration.js';
import type { LibvirtHost } from '../../hosts/libvirt/libvirt-host.js';
import { examine, Trouble, type Check, type Finding, type Said } from './check.js';
import { hostChecks } from './host-checks.js';
import { placeChecks } from './place-checks.js';
import { proxyCheck } from './proxy-check.js';
import { serviceChecks, type OpenDatabase } from './service-checks.js';

/** All checks begin at once; each resolves by itself, in the order of the list. Hosts and database are the caller's to close. */
export function consult(
  { environment, secrets }: Pick<Configuration, 'environment' | 'secrets'>,
  error: ConfigurationError | null,
  hosts: readonly LibvirtHost[],
  database: OpenDatabase,
): Promise<Finding>[] {
  const checks = [
    ...hostChecks(environment, hosts),
    ...serviceChecks(environment, secrets, database),
    ...placeChecks(environment),
    proxyCheck(environment),
  ];
  return [
    examine(configurationCheck(error)),
    ...checks.map(async (check) => (dependsOn(check, error) ? notExamined(check) : examine(check))),
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

const notExamined = ({ name, title }: Check): Finding => ({
  ...{ name, title, status: 'not-examined', mend: null },
  detail: { fr: 'pas examiné : la configuration d’abord', en: 'not examined: the configuration first' },
});
