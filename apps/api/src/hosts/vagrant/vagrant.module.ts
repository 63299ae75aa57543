import { Module } from '@nestjs/common';
import { join } from 'node:path';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { FakeHost } from '../fake-host/fake-host.js';
import { Acceleration } from './acceleration.js';
import { Provisioner } from './provisioner.js';
import { FakeProvisioner } from './fake/fake-provisioner.js';
import { VagrantProvisioner } from './vagrant-provisioner.js';

const FAKE_BOOT_MS = 4_000;

/** Makes machines with Vagrant, or pretends to (`VMM_ADAPTERS=fake`). */
@Module({
  providers: [
    Acceleration,
    {
      provide: Provisioner,
      inject: [ENVIRONMENT, Acceleration],
      useFactory: (environment: Environment, acceleration: Acceleration): Provisioner =>
        environment.adapters === 'fake'
          ? new FakeProvisioner(new FakeHost(join(environment.dataDir, 'fake-host')), FAKE_BOOT_MS)
          : new VagrantProvisioner(environment, acceleration),
    },
  ],
  exports: [Provisioner, Acceleration],
})
export class VagrantModule {}
