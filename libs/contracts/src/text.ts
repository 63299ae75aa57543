import * as z from 'zod';

/**
 * Signs that nobody sees, or by which a text shows in another order than it is written: control characters, direction
 * and tag marks, Hangul's fillers, the empty Braille pattern. The joiners inside words and emojis are not among them.
 */
const UNSEEN_RANGES =
  String.raw`\p{Cc} \p{Cs} \p{Co} \p{Zl} \p{Zp} \u00ad \u034f \u061c \u115f \u1160 \u17b4 \u17b5 \u180b-\u180f \u200b \u200e \u200f \u202a-\u202e \u2060-\u206f \u2800 \u3164 \ufeff \uffa0 \ufff9-\ufffc \u{1d173}-\u{1d17a} \u{e0000}-\u{e0fff}`.split(
    ' ',
  );
const UNSEEN = new RegExp(`[${UNSEEN_RANGES.join('')}]`, 'u');
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** What people read as somebody's or something's name: trimmed, composed, with something to see in it and nothing unseen. */
export const nameText = (max: number, empty: string) =>
  z
    .string()
    .trim()
    .normalize('NFC')
    .min(1, empty)
    .max(max, 'text.too-long')
    .refine((text) => text === '' || !UNSEEN.test(text), 'text.unseen')
    .refine((text) => text === '' || UNSEEN.test(text) || SEEN.test(text), 'text.invisible');

/** What people write in sentences: lines may end in it; what no database or JSON keeps may not be there. */
export const proseText = () =>
  z
    .string()
    .trim()
    .regex(/^[^\0\p{Cs}]*$/u, 'text.control-characters');

/** For names: a space that slipped in is removed, a line break is refused. */
export const withoutOuterSpaces = (text: string): string => text.replace(/^\p{Zs}+|\p{Zs}+$/gu, '');
