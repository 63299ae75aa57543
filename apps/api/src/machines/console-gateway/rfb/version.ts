import { RfbError } from './rfb-error.js';

/** The three versions of RFB that differ in their handshake, by minor number. */
export type RfbVersion = 3 | 7 | 8;

export const VERSION_LENGTH = 12;

export const versionLine = (version: RfbVersion): Buffer => Buffer.from(`RFB 003.00${version}\n`, 'latin1');

/** The version to speak with someone who says this line: ours at most, odd old ones count as 3.3. */
export function parseVersion(line: Buffer): RfbVersion {
  const [, major, minor] = /^RFB (\d{3})\.(\d{3})\n$/.exec(line.toString('latin1')) ?? [];
  if (major === undefined || Number(major) < 3) throw new RfbError('no RFB version line');
  if (Number(major) > 3 || Number(minor) >= 8) return 8;
  return Number(minor) === 7 ? 7 : 3;
}
