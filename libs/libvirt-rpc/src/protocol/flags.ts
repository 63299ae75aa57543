declare const CALL: unique symbol;

/** Bits of one call's flags: the compiler refuses those of another call. */
export type Flag<Call extends string> = number & { readonly [CALL]: Call };

/** What a call takes: nothing, one flag, or several joined with `allOf`. */
export type Flags<Call extends string> = Flag<Call> | 0;

/** Names the bits of one call: `flagsOf<'DomainDestroy'>()({ graceful: 1 << 0 })`. */
export const flagsOf =
  <Call extends string>() =>
  <Names extends Record<string, number>>(bits: Names) =>
    // The brand exists for the compiler only.
    bits as unknown as { readonly [Name in keyof Names]: Flag<Call> };

/** Several flags of one call as one. */
export function allOf<Call extends string>(first: Flag<Call>, ...others: Flag<Call>[]): Flag<Call> {
  // `|` gives an unbranded number; >>> keeps bit 31 positive, as the wire's unsigned int wants it.
  return (others.reduce<number>((bits, flag) => bits | flag, first) >>> 0) as Flag<Call>;
}
