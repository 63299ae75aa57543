import fc from 'fast-check';

/** Some way in which a network may cut bytes: the pieces, in order, some of them empty. */
export const cut = (bytes: Buffer): fc.Arbitrary<Buffer[]> =>
  fc.array(fc.nat(bytes.length), { maxLength: 30 }).map((places) => {
    const bounds = [0, ...places.sort((a, b) => a - b), bytes.length];
    return bounds.slice(1).map((end, index) => bytes.subarray(bounds[index], end));
  });
