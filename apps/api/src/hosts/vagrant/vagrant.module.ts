import { Module } from '@nestjs/common';
import { Acceleration } from './acceleration.js';
import { Provisioners } from './provisioners.js';

/** Makes machines with Vagrant, or pretends to (`VMM_ADAPTERS=fake`). */
@Module({ providers: [Acceleration, Provisioners], exports: [Acceleration, Provisioners] })
export class VagrantModule {}
