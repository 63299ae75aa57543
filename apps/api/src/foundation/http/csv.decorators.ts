import {
  applyDecorators,
  createParamDecorator,
  Header,
  SetMetadata,
  type ExecutionContext,
} from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse } from '@nestjs/swagger';
import type { Request } from 'express';
import { ProblemError } from '../problems/problem-error.js';

export const CSV = 'text/csv';
export const IS_EXPORT = 'vmm:is-export';

/** The body of a route that takes a file of a spreadsheet, as it came: its encoding is the reader's to find. */
export const CsvBody = createParamDecorator((_: unknown, context: ExecutionContext): Buffer => {
  const request = context.switchToHttp().getRequest<Request>();
  if (!request.is(CSV) || !Buffer.isBuffer(request.body))
    throw new ProblemError('unsupported-media-type', { accepted: 'CSV (text/csv)' });
  return request.body;
});

/** Documents such a body. */
export const TakesCsv = () =>
  applyDecorators(ApiConsumes(CSV), ApiBody({ schema: { type: 'string', format: 'binary' } }));

/** A file for a spreadsheet, which the method resolves with. */
export const GivesCsv = (filename: string) =>
  applyDecorators(
    ApiOkResponse({ description: filename, content: { [CSV]: { schema: { type: 'string' } } } }),
    Header('content-disposition', `attachment; filename="${filename}"`),
    SetMetadata(IS_EXPORT, true),
  );
