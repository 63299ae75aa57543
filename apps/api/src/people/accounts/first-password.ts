import { randomInt } from 'node:crypto';

/** What nobody reads as another sign: no o and 0, no i, l and 1. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';
const PARTS = 3;
const PART_LENGTH = 4;

/** A password to be copied from paper once: 59 bits, in parts that the eye keeps. */
export const firstPassword = (): string =>
  Array.from({ length: PARTS }, () =>
    Array.from({ length: PART_LENGTH }, () => SIGNS[randomInt(SIGNS.length)]).join(''),
  ).join('-');
