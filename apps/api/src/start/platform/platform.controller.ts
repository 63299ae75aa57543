import { Controller, Get, Inject } from '@nestjs/common';
import { Platform } from '@vm-manager/contracts';
import { Public } from '../../access/identity/access.decorators.js';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { Acceleration } from '../../hosts/vagrant/acceleration.js';
import { PRODUCT_VERSION } from '../../foundation/config/product-version.js';

@Public()
@Controller('platform')
export class PlatformController {
  constructor(
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    private readonly acceleration: Acceleration,
  ) {}

  @Get()
  @Returns(Platform)
  async show(): Promise<Platform> {
    const { adapters, timeZone } = this.environment;
    const emulated = (await this.acceleration.speed()) === 'emulated';
    return { fake: adapters === 'fake', emulated, version: PRODUCT_VERSION, timeZone };
  }
}
