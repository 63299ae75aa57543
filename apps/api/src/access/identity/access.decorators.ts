import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiForbiddenResponse } from '@nestjs/swagger';
import type { Permission } from './permissions.js';

export const IS_PUBLIC = 'vmm:is-public';
export const NEEDED = 'vmm:needed';
export const IS_BACKGROUND = 'vmm:is-background';
export const IS_UNLIMITED = 'vmm:is-unlimited';

/** Open to everyone, signed in or not. */
export const Public = () => SetMetadata(IS_PUBLIC, true);

/**
 * What a route is about. Roles that reach nobody's things by it get 403 `role-too-low`, tokens that allow too little
 * `scope-too-low`; what is one's own or not answers 404 instead, which is the service's to say. Without it, reading needs
 * a token's `read` and everything else its `operate`.
 */
export const Needs = (permission: Permission) =>
  applyDecorators(SetMetadata(NEEDED, permission), ApiForbiddenResponse({ description: permission }));

/** The portal asks by itself (event streams, polling): does not keep a forgotten session alive. */
export const Background = () => SetMetadata(IS_BACKGROUND, true);

/** Ends something, and may be done however much was done before. */
export const Unlimited = () => SetMetadata(IS_UNLIMITED, true);
