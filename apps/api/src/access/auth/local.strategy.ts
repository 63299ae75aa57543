import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { InjectRepository } from '@nestjs/typeorm';
import { Strategy } from 'passport-local';
import { Repository } from 'typeorm';
import { Passwords } from '../passwords/passwords.js';
import { SignInRule } from '../identity/sign-in-rule.js';
import { toUsername, UserEntity } from '../identity/user.entity.js';

/** Checks the passwords of local accounts. */
@Injectable()
export class LocalStrategy extends PassportStrategy(Strategy) {
  constructor(
    @InjectRepository(UserEntity) private readonly users: Repository<UserEntity>,
    private readonly passwords: Passwords,
    private readonly rule: SignInRule,
  ) {
    super();
  }

  /** `false` is Passport's answer for a wrong password. */
  async validate(username: string, password: string): Promise<UserEntity | false> {
    const user = await this.users.findOneBy({ username: toUsername(username), source: 'local' });
    const isRight = await this.passwords.matches(user?.passwordHash ?? null, password);
    return user && isRight && this.rule.allows(user) ? user : false;
  }
}
