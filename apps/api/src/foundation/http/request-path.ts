import type { Request } from 'express';

/** The whole path without its query; `request.path` is relative to where a router is mounted. */
export const pathOf = ({ originalUrl }: Request) => originalUrl.split('?')[0] ?? '/';
