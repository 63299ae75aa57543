import { SetMetadata } from '@nestjs/common';
import type { Role } from '@vm-manager/contracts';

export const IS_PUBLIC = 'vmm:is-public';
export const ROLES = 'vmm:roles';
export const IS_BACKGROUND = 'vmm:is-background';

/** Open to everyone, signed in or not. */
export const Public = () => SetMetadata(IS_PUBLIC, true);

/** A whole area for some roles only: others get 403 `role-too-low`. What is one's own or not is 404 instead. */
export const OnlyFor = (...roles: Role[]) => SetMetadata(ROLES, roles);

/** The portal asks by itself (event streams, polling): does not keep a forgotten session alive. */
export const Background = () => SetMetadata(IS_BACKGROUND, true);
