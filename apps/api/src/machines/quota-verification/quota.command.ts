import { UsageError, type Command } from '../../foundation/command-line/command.js';
import { EXIT_CODE } from '../../foundation/config/exit-codes.js';
import { differenceText } from './difference-text.js';
import { QuotaVerificationModule } from './quota-verification.module.js';
import { QuotaVerification } from './quota-verification.js';

export const quotaCommand: Command = {
  name: 'quota',
  usage: 'verify [--fix]',
  summary: 'compares what is charged with the VMs and with libvirt, and mends it with --fix',
  async run({ args: [word, option, ...rest], open, say }) {
    if (word !== 'verify' || rest.length > 0 || (option !== undefined && option !== '--fix'))
      throw new UsageError('verify, and nothing else but --fix.');
    const fix = option === '--fix';
    const app = await open(QuotaVerificationModule);
    const differences = await app.get(QuotaVerification).run({ fix });
    for (const difference of differences) say(differenceText(difference));
    if (differences.length === 0) say('The ledger is right.');
    else say(fix ? `${differences.length} mended.` : `${differences.length} wrong; --fix mends.`);
    return differences.length === 0 || fix ? 0 : EXIT_CODE.failed;
  },
};
