import { createParamDecorator, Injectable, type ExecutionContext, type PipeTransform } from '@nestjs/common';
import type { Request } from 'express';
import { TrustedProxies } from '../../foundation/http/trusted-proxies.js';

const Incoming = createParamDecorator((_: unknown, context: ExecutionContext) =>
  context.switchToHttp().getRequest<Request>(),
);

@Injectable()
class AddressOfRequest implements PipeTransform<Request, string> {
  constructor(private readonly proxies: TrustedProxies) {}

  transform(request: Request): string {
    return this.proxies.clientAddress(request);
  }
}

/** The route's `address: string`: the client's address, by the headers of trusted proxies where there are any. */
export const ClientAddress = () => Incoming(AddressOfRequest);
