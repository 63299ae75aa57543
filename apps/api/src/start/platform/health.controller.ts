import { Controller, Get, HttpStatus, Req, Res } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { Health } from '@vm-manager/contracts';
import type { Request, Response } from 'express';
import { Public } from '../../access/identity/access.decorators.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { HealthParts, withoutDetails } from '../../foundation/health/health-parts.js';
import { HealthReaders } from './health-readers.js';

@Public()
@Controller('health')
export class HealthController {
  constructor(
    private readonly parts: HealthParts,
    private readonly readers: HealthReaders,
  ) {}

  /** The process answers. */
  @Get('live')
  @Returns(Health)
  live(): Health {
    return { status: 'ok', parts: {} };
  }

  /** All that is needed is there. The answer has the same form when it is not, with 503; administrators read why. */
  @Get('ready')
  @Returns(Health)
  @ApiResponse({ status: HttpStatus.SERVICE_UNAVAILABLE, standardSchema: Health })
  async ready(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<Health> {
    const health = await this.parts.examine();
    response.status(health.status === 'down' ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK);
    return (await this.readers.mayReadDetails(request)) ? health : withoutDetails(health);
  }
}
