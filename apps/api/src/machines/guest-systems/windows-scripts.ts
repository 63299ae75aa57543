import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromProjectRoot } from '../../foundation/config/project-root.js';

/** What each of infra/vm-templates/windows-server/guest is asked, as JSON on its standard input. */
export interface ScriptRequests {
  prepare: object;
  'create-account': { account: string };
  'find-account': { account: string };
  'find-administrator': object;
  'set-host-name': { name: string };
  'grow-file-system': object;
  'find-evaluation-end': object;
  restart: object;
}

export type ScriptName = keyof ScriptRequests;

export const SCRIPTS_FOLDER = fromProjectRoot('infra/vm-templates/windows-server/guest');

/** Windows' own one, which every version has. */
export const POWERSHELL = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';

/** The same for every machine and every request: what is asked goes another way. */
export async function powershellArguments(script: ScriptName): Promise<string[]> {
  const [common, own] = await Promise.all(['common', script].map(readScript));
  // As PowerShell wants a command that nothing on the way takes apart. Without an input format it leaves standard input alone.
  const encoded = Buffer.from(`${common}\n${own}`, 'utf16le').toString('base64');
  return [
    ...['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass'],
    ...['-InputFormat', 'None', '-OutputFormat', 'Text', '-EncodedCommand', encoded],
  ];
}

const readScript = (name: string) => readFile(join(SCRIPTS_FOLDER, `${name}.ps1`), 'utf8');

/** JSON of ASCII only, so that no code page on the way matters. `do` is for whoever reads along, as a pretended guest does. */
export const requestText = <S extends ScriptName>(script: S, request: ScriptRequests[S]): string =>
  JSON.stringify({ do: script, ...request }).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
