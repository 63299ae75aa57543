import { Module } from '@nestjs/common';
import { QuotaVerificationModule } from './quota-verification.module.js';
import { QuotaWatch } from './quota-watch.js';

/** Apart from the verification itself, which the command runs without a portal around it. */
@Module({ imports: [QuotaVerificationModule], providers: [QuotaWatch] })
export class QuotaWatchModule {}
