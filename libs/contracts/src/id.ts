import * as z from 'zod';

/** An id in a request. Whoever writes it in capitals means the same, and must not be taken for somebody else. */
export const Id = z.uuid().toLowerCase();
