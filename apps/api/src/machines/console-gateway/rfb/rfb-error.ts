/** The other side does not speak RFB as we know it, or says no. The message is for our log, never for a browser. */
export class RfbError extends Error {
  override readonly name = 'RfbError';
}
