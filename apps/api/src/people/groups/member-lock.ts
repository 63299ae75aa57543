import type { EntityManager } from 'typeorm';
import { oneAtATime } from '../../foundation/database/one-at-a-time.js';

/** One after the other in a group: of two who add the same person, the second finds them there. */
export const lockMembers = (tx: EntityManager, groupId: string) => oneAtATime(tx, `members-of:${groupId}`);
