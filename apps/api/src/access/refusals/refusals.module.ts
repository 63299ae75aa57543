import { Module } from '@nestjs/common';
import { Refusals } from './refusals.js';

/** What people were refused, written to the audit log wherever a refusal is made: in HTTP answers and at upgrades. */
@Module({ providers: [Refusals], exports: [Refusals] })
export class RefusalsModule {}
