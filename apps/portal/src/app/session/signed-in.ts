import { CurrentUser } from '@vm-manager/contracts';

/** What the sign-in page does without, the schemas among it, in one part. */
export { EventFeed } from '../events/event-feed';

export const toCurrentUser = (body: unknown): CurrentUser => CurrentUser.parse(body);
