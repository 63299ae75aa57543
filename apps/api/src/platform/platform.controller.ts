import { Controller, Get, Inject } from '@nestjs/common';
import { Platform } from '@vm-manager/contracts';
import { Public } from '../auth/access.decorators.js';
import { ENVIRONMENT, type Environment } from '../config/environment.js';
import { Returns } from '../http/returns.decorator.js';
import { PlatformFacts } from './platform-facts.js';
import { PRODUCT_VERSION } from './product-version.js';

@Public()
@Controller('platform')
export class PlatformController {
  constructor(
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    private readonly facts: PlatformFacts,
  ) {}

  @Get()
  @Returns(Platform)
  show(): Platform {
    const { adapters, timeZone } = this.environment;
    const { emulated } = this.facts;
    return { fake: adapters === 'fake', emulated, version: PRODUCT_VERSION, timeZone };
  }
}
