import { Logger } from '@nestjs/common';
import { UsageError, type Command } from '../../foundation/command-line/command.js';
import { readUsableConfiguration } from '../../foundation/config/configuration.js';
import { EXIT_CODE } from '../../foundation/config/exit-codes.js';
import { terminalLanguage } from '../../foundation/config/terminal-language.js';
import { libvirtHosts } from '../../hosts/libvirt/libvirt.module.js';
import { toPlatformCheck } from './check.js';
import { consult } from './consult.js';
import { lineOf } from './finding-line.js';
import { OpenedDatabase } from './opened-database.js';

export const doctorCommand: Command = {
  name: 'doctor',
  usage: '[--json]',
  summary: 'examines all that VM Manager needs, and says what is wrong with the command that mends it',
  async run({ args: [option, ...rest], say }) {
    if (rest.length > 0 || (option !== undefined && option !== '--json'))
      throw new UsageError('Nothing, or --json.');
    // What the parts would log is said by the lines.
    Logger.overrideLogger(false);
    const { configuration, error } = readUsableConfiguration();
    const hosts = libvirtHosts(configuration.environment);
    const database = new OpenedDatabase(configuration.environment);
    const language = option ? 'en' : terminalLanguage();
    try {
      const checks = [];
      for (const finding of consult(configuration, error, hosts, database.open)) {
        const check = toPlatformCheck(await finding, language);
        checks.push(check);
        if (!option) say(lineOf(check));
      }
      const ok = checks.every(({ status }) => status === 'ok');
      if (option) say(JSON.stringify({ ok, checks }, null, 2));
      return ok ? 0 : EXIT_CODE.failed;
    } finally {
      await Promise.all([database.close(), ...hosts.map((host) => host.close())]);
    }
  },
};
