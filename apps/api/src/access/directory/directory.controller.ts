import { Controller, Get } from '@nestjs/common';
import { DirectoryStatus } from '@vm-manager/contracts';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { Needs } from '../identity/access.decorators.js';
import { DirectoryState } from './directory-state.js';

@Controller('directory')
@Needs('run-platform')
export class DirectoryController {
  constructor(private readonly state: DirectoryState) {}

  /** How the comparison of the accounts with the school's directory goes. */
  @Get()
  @Returns(DirectoryStatus)
  show(): Promise<DirectoryStatus> {
    return this.state.status();
  }
}
