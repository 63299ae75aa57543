import { Module } from '@nestjs/common';
import { Passwords } from './passwords.js';

/** Local passwords: their hashes, and the queue in which they are computed. */
@Module({ providers: [Passwords], exports: [Passwords] })
export class PasswordsModule {}
