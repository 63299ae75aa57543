/** Security types of RFB that we know; 0 announces a refusal with its reason. */
export const Security = { Refused: 0, None: 1, VncAuthentication: 2 } as const;

export const CHALLENGE_LENGTH = 16;

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
