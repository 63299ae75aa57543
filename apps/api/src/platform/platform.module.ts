import { Global, Module } from '@nestjs/common';
import { PlatformFacts } from './platform-facts.js';
import { PlatformController } from './platform.controller.js';

@Global()
@Module({ controllers: [PlatformController], providers: [PlatformFacts], exports: [PlatformFacts] })
export class PlatformModule {}
