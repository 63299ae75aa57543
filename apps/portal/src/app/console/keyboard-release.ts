/**
 * Ctrl+Alt+Shift, alone, takes the keyboard back: without it nobody could leave the screen by keyboard.
 * AltGr is Ctrl+Alt to some browsers, and AltGr+Shift types characters, so it does not count.
 */
export function releasesKeyboard(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'getModifierState'>,
): boolean {
  const isModifier = event.key === 'Control' || event.key === 'Alt' || event.key === 'Shift';
  return isModifier && event.ctrlKey && event.altKey && event.shiftKey && !event.getModifierState('AltGraph');
}
