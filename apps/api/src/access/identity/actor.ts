import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Language, Membership, Role, TokenScope } from '@vm-manager/contracts';
import type { Request } from 'express';

/** Who is asking. `language` is the one they chose, else the browser's. */
export interface Actor {
  id: string;
  username: string;
  displayName: string;
  role: Role;
  groups: Membership[];
  language: Language;
  sessionId: string;
  /** What the access token shown allows at most; null for a signed-in browser. */
  scope: TokenScope | null;
  /** Where the request came from; null when no request is at hand, as for an open console. */
  address: string | null;
}

/** What decides about an actor's rights. */
export type RightsHolder = Pick<Actor, 'id' | 'role' | 'groups'>;

declare module 'express-serve-static-core' {
  interface Request {
    /** Set by the session guard on every route that is not public. */
    actor?: Actor;
  }
}

/** The route's `actor: Actor`. */
export const Actor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<Request>();
  if (!actor) throw new Error('A public route has no actor');
  return actor;
});

/** The actor of a route that is `@MayBeNobody()`. */
export const ActorOrNobody = createParamDecorator(
  (_: unknown, context: ExecutionContext): Actor | null =>
    context.switchToHttp().getRequest<Request>().actor ?? null,
);
