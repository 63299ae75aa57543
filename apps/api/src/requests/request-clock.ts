import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Routines } from '../database/routines.js';
import { RequestUpkeep } from './request-upkeep.js';

const EVERY_MS = 30_000;

/** Looks for what is due. */
@Injectable()
export class RequestClock implements OnApplicationBootstrap {
  constructor(
    private readonly routines: Routines,
    private readonly upkeep: RequestUpkeep,
  ) {}

  onApplicationBootstrap(): void {
    const when = { everyMs: EVERY_MS, lock: 'requests', byAge: true };
    this.routines.start(RequestClock.name, when, () => this.upkeep.run(new Date()));
  }
}
