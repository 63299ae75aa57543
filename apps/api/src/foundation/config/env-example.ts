import * as z from 'zod';
import { fileVariableOf } from './secret-files.js';
import { SECRET_VARIABLES } from './secrets.js';
import { Variables } from './variables.js';

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
  ].join('\n');
}
