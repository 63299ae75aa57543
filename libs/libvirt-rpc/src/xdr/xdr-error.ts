/** Bytes that are not the XDR they should be, or a value that XDR cannot carry. */
export class XdrError extends Error {
  override readonly name = 'XdrError';
}
