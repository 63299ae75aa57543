import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { userInfo } from 'node:os';
import { UsageError, type Command } from '../../foundation/command-line/command.js';
import { EXIT_CODE } from '../../foundation/config/exit-codes.js';
import { AuditWritingModule } from '../audit-writing/audit-writing.module.js';
import { PasswordsModule } from '../passwords/passwords.module.js';
import { SessionEnds } from '../sessions/session-ends.js';
import { SessionEntity } from '../sessions/session.entity.js';
import { Sessions } from '../sessions/sessions.js';
import { KnownPlaceEntity } from './known-place.entity.js';
import { KnownPlaces } from './known-places.js';
import { LostPassword, NoLocalPassword } from './lost-password.js';
import { SignInFailureEntity } from './sign-in-failure.entity.js';
import { SignInThrottle } from './sign-in-throttle.js';

@Module({
  imports: [
    AuditWritingModule,
    PasswordsModule,
    TypeOrmModule.forFeature([SessionEntity, KnownPlaceEntity, SignInFailureEntity]),
  ],
  providers: [KnownPlaces, LostPassword, SessionEnds, Sessions, SignInThrottle],
})
class LostPasswordModule {}

export const newPasswordCommand: Command = {
  name: 'new-password',
  usage: '<account>',
  summary: 'gives a local account a new password, for an administrator who lost theirs, and shows it once',
  async run({ args: [account, ...rest], open, say }) {
    if (account === undefined || account.startsWith('-') || rest.length > 0)
      throw new UsageError('Whose password?');
    const app = await open(LostPasswordModule);
    try {
      const who = { through: 'command-line', systemAccount: userInfo().username };
      const { username, password, isDisabled } = await app.get(LostPassword).replace(account, who);
      say(`Nouveau mot de passe de ${username}\u00a0: ${password}`);
      say(
        'Changez-le dans le portail, sur la page «\u00a0Mon compte\u00a0». Les sessions ouvertes sont terminées.',
      );
      if (isDisabled) say('Ce compte est désactivé\u00a0: un administrateur doit d’abord le réactiver.');
      return 0;
    } catch (error) {
      if (!(error instanceof NoLocalPassword)) throw error;
      say(REFUSALS[error.why](account));
      return EXIT_CODE.failed;
    }
  },
};

const REFUSALS: Record<NoLocalPassword['why'], (account: string) => string> = {
  unknown: (account) => `Aucun compte ne s’appelle «\u00a0${account}\u00a0».`,
  directory: (account) => `Le mot de passe de ${account} est celui de l’annuaire\u00a0: il se change là-bas.`,
};
