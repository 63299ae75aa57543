import { CurrentUser } from '@vm-manager/contracts';
import * as z from 'zod';

// Zod would try whether it may compile its checks with `new Function`; our content policy forbids and reports that.
// Who is signed in is the first thing that is checked, before any page.
z.config({ jitless: true });

export const toCurrentUser = (body: unknown): CurrentUser => CurrentUser.parse(body);
