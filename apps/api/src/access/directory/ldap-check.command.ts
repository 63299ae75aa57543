import { text } from 'node:stream/consumers';
import { UsageError, type Command } from '../../foundation/command-line/command.js';
import { EXIT_CODE } from '../../foundation/config/exit-codes.js';
import { LdapCheck } from './ldap-check.js';

export const ldapCheckCommand: Command = {
  name: 'ldap-check',
  usage: '<account> [--password-stdin]',
  summary:
    'says step by step what the directory answers about someone; with --password-stdin, tries their password',
  async run({ configuration: { environment, secrets }, args: [account, option, ...rest], say }) {
    if (account === undefined || account.startsWith('--') || rest.length > 0)
      throw new UsageError('Whose account?');
    if (option !== undefined && option !== '--password-stdin') throw new UsageError(`Not known: ${option}`);
    if (!environment.directory) {
      say('Aucun annuaire n’est configuré : LDAP_HOST est vide.');
      return EXIT_CODE.failed;
    }
    const password = option === undefined ? null : (await text(process.stdin)).replace(/\r?\n$/, '');
    const check = new LdapCheck(environment.directory, secrets.directoryPassword, say);
    const mayEnter = await check.run(account, password);
    const proven = password === null ? ' avec le bon mot de passe' : '';
    say(mayEnter ? `\n${account} peut se connecter${proven}.` : `\n${account} ne peut pas se connecter.`);
    return mayEnter ? 0 : EXIT_CODE.failed;
  },
};
