import type { Hold, KeyboardLayout } from './keyboard-layouts';

/** Where the browser has it (Chromium): what each key gives by itself. */
interface BrowserKeyboard {
  getLayoutMap(): Promise<ReadonlyMap<string, string>>;
}

/** Whether keys give other characters here than in the guest, as far as this browser tells. */
export async function browserDiffers(
  layout: KeyboardLayout,
  keyboard = (navigator as { keyboard?: BrowserKeyboard }).keyboard,
): Promise<boolean> {
  // Refused in a frame, absent without TLS: the keys that are pressed tell as well.
  const map = await keyboard?.getLayoutMap().catch(() => undefined);
  return [...(map ?? [])].some(([code, character]) => differs(character, layout.characterOf({ code })));
}

/** Whether this key gives another character here than in the guest. Dead keys and AltGr are left out: systems differ in them alone. */
export function pressDiffers(
  event: Pick<
    KeyboardEvent,
    'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey' | 'getModifierState'
  >,
  layout: KeyboardLayout,
): boolean {
  const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.getModifierState('AltGraph');
  if (!isPlain || [...event.key].length !== 1 || event.getModifierState('CapsLock')) return false;
  const hold: Hold | undefined = event.shiftKey ? 'shift' : undefined;
  return differs(event.key, layout.characterOf({ code: event.code, hold }));
}

const differs = (here: string, there: string | undefined) =>
  there !== undefined && [...here].length === 1 && here !== there;
