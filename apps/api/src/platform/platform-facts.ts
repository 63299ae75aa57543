import { Injectable } from '@nestjs/common';

/** What only an adapter knows of the platform; it writes it here. */
@Injectable()
export class PlatformFacts {
  /** Guests run without KVM, many times slower. */
  emulated = false;
}
