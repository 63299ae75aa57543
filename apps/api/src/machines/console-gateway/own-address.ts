import { createParamDecorator, Injectable, type ExecutionContext, type PipeTransform } from '@nestjs/common';
import type { Request } from 'express';
import { OwnOrigin } from '../../foundation/http/own-origin.js';

const Incoming = createParamDecorator((_: unknown, context: ExecutionContext) =>
  context.switchToHttp().getRequest<Request>(),
);

@Injectable()
export class OriginOfRequest implements PipeTransform<Request, string> {
  constructor(private readonly ownOrigin: OwnOrigin) {}

  transform(request: Request): string {
    return this.ownOrigin.of(request);
  }
}

/** The route's `origin: string`: where this browser finds us, such as `https://vm-manager.iris.example`. */
export const OwnAddress = () => Incoming(OriginOfRequest);
