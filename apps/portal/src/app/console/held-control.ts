/** Whose screen it is when it is another's, whether the reader types on it, and whether somebody else does. */
export interface Control {
  readonly otherOwner: string;
  readonly isHeld: boolean;
  readonly isTaken: boolean;
}

/**
 * Whether the reader only watches, after something changed. Another's screen is looked at first; control that was asked for and
 * given is used at once, and one that was lost is not grasped again as soon as it is free. On one's own screen it is as chosen.
 */
export function watchesNow(now: Control, before?: { source: Control; value: boolean }): boolean {
  if (!before || before.source.otherOwner !== now.otherOwner) return now.otherOwner !== '' && !now.isHeld;
  if (now.otherOwner === '') return before.value;
  if (now.isHeld && !before.source.isHeld) return false;
  if (now.isTaken && before.source.isHeld) return true;
  return before.value;
}
