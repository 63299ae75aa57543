import { CurrentUser } from '@vm-manager/contracts';

/** In a file of its own: the sign-in page does without the schemas. */
export const toCurrentUser = (body: unknown): CurrentUser => CurrentUser.parse(body);
