import { Param } from '@nestjs/common';
import { Id } from '@vm-manager/contracts';

/** An id in the path. What is no id names nothing: the validation pipe answers 404. */
export const IdParam = (name = 'id') => Param(name, { schema: Id });
