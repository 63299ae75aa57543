import * as z from 'zod';

export const ConsoleMode = z.enum(['control', 'view']).meta({ id: 'ConsoleMode' });
export type ConsoleMode = z.infer<typeof ConsoleMode>;

/** `serial`: the line's bytes in binary messages, both ways, beginning with the last 64 KiB that the machine said. */
export const ConsoleKind = z.enum(['screen', 'serial']).meta({ id: 'ConsoleKind' });
export type ConsoleKind = z.infer<typeof ConsoleKind>;

export const OpenConsole = z
  .object({ mode: ConsoleMode.default('control'), kind: ConsoleKind.default('screen') })
  .meta({ id: 'OpenConsole' });
export type OpenConsole = z.infer<typeof OpenConsole>;

/** Open with `new WebSocket(url, protocols)` before `expiresAt`; once only; then RFB, or the bytes of the serial line. */
export const ConsoleTicket = z
  .object({
    url: z.string(),
    protocols: z.array(z.string()),
    expiresAt: z.iso.datetime(),
    /** The guest's keyboard, as its template names it: `xkb:fr(oss)`. Null when the template is gone. */
    keyboard: z.string().nullable(),
    /** What this VM has. */
    consoles: z.array(ConsoleKind),
    /** Whether the guest can share its clipboard, by RFB's extended clipboard, with who controls this screen. */
    clipboard: z.boolean(),
  })
  .meta({ id: 'ConsoleTicket' });
export type ConsoleTicket = z.infer<typeof ConsoleTicket>;

/** Whose question for control is answered: it must still be theirs. */
export const AnswerControl = z.object({ userId: z.uuid() }).meta({ id: 'AnswerControl' });
export type AnswerControl = z.infer<typeof AnswerControl>;

/** `width` in pixels: the picture is made as wide, and never wider than the screen is. */
export const ScreenshotQuery = z
  .object({ width: z.coerce.number<string>().int().min(16).max(8_192).optional() })
  .meta({ id: 'ScreenshotQuery' });
export type ScreenshotQuery = z.infer<typeof ScreenshotQuery>;
