import * as z from 'zod';
import { fileVariableOf } from './secret-files.js';
import { SECRET_VARIABLES } from './secrets.js';
import { Variables } from './variables.js';

/** Read by Compose alone, from the same file. */
const OF_COMPOSE = {
  TRAEFIK_NETWORK: ["Docker's network on which Traefik is.", 'admin_proxy'],
  TRAEFIK_NAME: ["Traefik's container: it alone may say where a request comes from.", 'traefik'],
  TRAEFIK_ADDRESS: ["Traefik's address there, where it has no such name.", ''],
  TRAEFIK_CERT_RESOLVER: ["Traefik's resolver of certificates.", 'letsencrypt'],
  TRAEFIK_HTTP_ENTRYPOINT: ["Traefik's entry point for HTTP, which is sent on to HTTPS.", 'web'],
  TRAEFIK_HTTPS_ENTRYPOINT: ["Traefik's entry point for HTTPS.", 'websecure'],
  API_MEMORY: ['Most memory that the API takes, with the Vagrant processes that it starts.', '2g'],
  API_CPUS: ['Most processors that it takes.', '2'],
  POSTGRES_MEMORY: ['Most memory that the database takes.', '1g'],
  POSTGRES_CPUS: ['Most processors that it takes.', '1'],
  PORTAL_CPUS: ['Most processors that the web server takes.', '1'],
  COMPOSE_PROFILES: ['backup: a backup each night; see docs/fr/sauvegarde.md.', ''],
  BACKUP_FOLDER: ['Where to; it has to be there.', './backups'],
  BACKUP_TIME: ["When, by the school's clock.", '02:00'],
} as const;

/** The text of `.env.example`: every variable with its meaning and its default, all commented out. */
export function envExample(): string {
  const { properties = {} } = z.toJSONSchema(Variables, { io: 'input', unrepresentable: 'any' });
  const entries = Object.entries(properties).map(([name, schema]) => {
    const { description = '', default: usual = '' } = schema as { description?: string; default?: unknown };
    const entry = `# ${description}\n# ${name}=${String(usual)}\n`;
    return SECRET_VARIABLES.has(name)
      ? `${entry}# Or the file that holds it.\n# ${fileVariableOf(name)}=\n`
      : entry;
  });
  return [
    '# Copy to .env and uncomment what differs. The real environment wins over this file.\n',
    ...entries,
    '# For docker-compose.yml alone; see docs/fr/installation.md. infra/host/prepare-compose.sh adds what it has to know of this machine.\n',
    ...Object.entries(OF_COMPOSE).map(([name, [meaning, usual]]) => `# ${meaning}\n# ${name}=${usual}\n`),
  ].join('\n');
}
