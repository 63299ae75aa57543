import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { Platform, SeenClient } from '@vm-manager/contracts';
import type { Request } from 'express';
import { Public } from '../../access/identity/access.decorators.js';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { TrustedProxies } from '../../foundation/http/trusted-proxies.js';
import { Acceleration } from '../../hosts/vagrant/acceleration.js';
import { PRODUCT_VERSION } from '../../foundation/config/product-version.js';

@Public()
@Controller('platform')
export class PlatformController {
  constructor(
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    private readonly acceleration: Acceleration,
    private readonly proxies: TrustedProxies,
  ) {}

  @Get()
  @Returns(Platform)
  async show(): Promise<Platform> {
    const { adapters, binDays, timeZone } = this.environment;
    const emulated = (await this.acceleration.speed()) === 'emulated';
    return { fake: adapters === 'fake', emulated, version: PRODUCT_VERSION, timeZone, binDays };
  }

  /** Told to everybody of themselves alone: by it the doctor sees whether a proxy tells people apart. Nobody else asks. */
  @ApiExcludeEndpoint()
  @Get('client')
  @Returns(SeenClient)
  client(@Req() request: Request): SeenClient {
    return {
      address: this.proxies.clientAddress(request),
      port: request.socket.remotePort ?? null,
      isForwarded: request.headers['x-forwarded-for'] !== undefined,
      isProxyTrusted: this.proxies.trusts(request.socket.remoteAddress),
    };
  }
}
