import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Authentication } from '../../access/sessions/authentication.js';
import { reachOf } from '../../access/identity/permissions.js';
import { allows } from '../../access/identity/token-scopes.js';

/** Administrators, who also read the reasons; anyone may ask for the state. */
@Injectable()
export class HealthReaders {
  constructor(private readonly authentication: Authentication) {}

  async mayReadDetails(request: Request): Promise<boolean> {
    // Without the database no session can be found; the state is answered all the same.
    const actor = await this.authentication.authenticate(request, { countsAsUse: false }).catch(() => null);
    if (!actor || reachOf(actor, 'run-platform') === 'none') return false;
    return actor.scope === null || allows(actor.scope, 'read');
  }
}
