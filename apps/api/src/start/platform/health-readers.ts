import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Authentication } from '../../access/sessions/authentication.js';
import { reachOf } from '../../access/identity/permissions.js';
import { allows } from '../../access/identity/token-scopes.js';

/** Who is told why something is not well: those who run the platform. Anyone may ask how it is. */
@Injectable()
export class HealthReaders {
  constructor(private readonly authentication: Authentication) {}

  async mayReadDetails(request: Request): Promise<boolean> {
    // Without a database nobody can be recognised; health is told all the same.
    const actor = await this.authentication.authenticate(request, { countsAsUse: false }).catch(() => null);
    if (!actor || reachOf(actor, 'run-platform') === 'none') return false;
    return actor.scope === null || allows(actor.scope, 'read');
  }
}
