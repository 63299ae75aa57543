import { Controller, Get, Req } from '@nestjs/common';
import { PlatformCheck } from '@vm-manager/contracts';
import type { Request } from 'express';
import { Needs } from '../../access/identity/access.decorators.js';
import { languageOf } from '../../foundation/http/language.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { toPlatformCheck } from '../doctor/check.js';
import { Doctor } from '../doctor/doctor.js';

@Controller('platform/checks')
@Needs('run-platform')
export class PlatformChecksController {
  constructor(private readonly doctor: Doctor) {}

  /** Takes as long as the slowest of them, half a minute at most. */
  @Get()
  @Returns(PlatformCheck, { isArray: true })
  async examine(@Req() request: Request): Promise<PlatformCheck[]> {
    const findings = await this.doctor.examine();
    return findings.map((finding) => toPlatformCheck(finding, languageOf(request)));
  }
}
