import { Controller, Get, Header, Post } from '@nestjs/common';
import { HandedPasswords as Handed, ShownPasswords } from '@vm-manager/contracts';
import { Needs } from '../../access/identity/access.decorators.js';
import { Actor } from '../../access/identity/actor.js';
import { IdParam } from '../../foundation/http/id-param.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { HandedPasswords } from './handed-passwords.js';

@Controller()
@Needs('own-credentials')
export class HandedPasswordsController {
  constructor(private readonly passwords: HandedPasswords) {}

  /** One's own machines whose passwords wait to be shown. */
  @Get('handed-passwords')
  @Returns(Handed, { isArray: true })
  list(@Actor() actor: Actor): Promise<Handed[]> {
    return this.passwords.list(actor);
  }

  /** Once, and to the machine's owner alone. */
  @Post('vms/:id/handed-passwords')
  @Header('Cache-Control', 'no-store')
  @Returns(ShownPasswords)
  show(@Actor() actor: Actor, @IdParam() id: string): Promise<ShownPasswords> {
    return this.passwords.show(actor, id);
  }
}
