import {
  Global,
  Module,
  StandardSchemaSerializerInterceptor,
  type MiddlewareConsumer,
  type NestModule,
} from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { LoggerModule } from 'nestjs-pino';
import { ENVIRONMENT } from '../config/environment.js';
import { FrontDoor } from './front-door.js';
import { loggingOptions } from '../logging/logging.js';
import { OwnOrigin } from './own-origin.js';
import { ProblemFilter } from './problem.filter.js';
import { RequestChecks } from './request-checks.middleware.js';
import { TrustedProxies } from './trusted-proxies.js';
import { ValidationPipe } from './validation.pipe.js';

@Global()
@Module({
  imports: [LoggerModule.forRootAsync({ useFactory: loggingOptions, inject: [ENVIRONMENT] })],
  providers: [
    TrustedProxies,
    OwnOrigin,
    FrontDoor,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useClass: ValidationPipe },
    { provide: APP_INTERCEPTOR, useClass: StandardSchemaSerializerInterceptor },
  ],
  exports: [TrustedProxies, OwnOrigin],
})
export class HttpModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(RequestChecks).forRoutes('{*path}');
  }
}
