import { Inject, Injectable } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import type { FakeHost } from '../fake-host/fake-host.js';
import { Acceleration } from './acceleration.js';
import { FakeProvisioner } from './fake/fake-provisioner.js';
import type { Provisioner } from './provisioner.js';
import { VagrantProvisioner } from './vagrant-provisioner.js';

/** Each host's provisioner. Vagrant itself runs here, and reaches the host through its libvirt. */
@Injectable()
export class Provisioners {
  constructor(
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    private readonly acceleration: Acceleration,
  ) {}

  of({ pretended }: { pretended?: FakeHost }): Provisioner {
    return pretended
      ? new FakeProvisioner(pretended)
      : new VagrantProvisioner(this.environment, this.acceleration);
  }
}
