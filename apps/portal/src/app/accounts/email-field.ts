import { CreateAccount } from '@vm-manager/contracts';
import * as z from 'zod';

/** An address, or a field left empty: forms know no null. */
export const EmailField = z.preprocess(
  (typed) => (typeof typed === 'string' ? typed.trim() || null : typed),
  CreateAccount.shape.email,
);
