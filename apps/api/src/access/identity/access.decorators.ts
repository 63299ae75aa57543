import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiForbiddenResponse } from '@nestjs/swagger';
import type { Permission } from './permissions.js';

export const IS_PUBLIC = 'vmm:is-public';
export const MAY_BE_NOBODY = 'vmm:may-be-nobody';
export const NEEDED = 'vmm:needed';
export const IS_BACKGROUND = 'vmm:is-background';
export const IS_UNLIMITED = 'vmm:is-unlimited';

/** Open to everyone, signed in or not. */
export const Public = () => SetMetadata(IS_PUBLIC, true);

/** Open to everyone; who is signed in is known all the same. */
export const MayBeNobody = () => SetMetadata(MAY_BE_NOBODY, true);

/**
 * The permission that a route needs. Roles without it get 403 `role-too-low`, tokens with too small a scope `scope-too-low`. The
 * service then decides about the single thing and answers 404 for what is out of reach. A route without this decorator needs a
 * token of scope `read` for reading, `operate` for everything else.
 */
export const Needs = (permission: Permission) =>
  applyDecorators(SetMetadata(NEEDED, permission), ApiForbiddenResponse({ description: permission }));

/** For requests that the portal makes by itself (event streams, polling): they do not keep an unused session alive. */
export const Background = () => SetMetadata(IS_BACKGROUND, true);

/** For requests that end something, or go on with what was counted before: no limit on their number applies. */
export const Unlimited = () => SetMetadata(IS_UNLIMITED, true);
