import { describe, expect, it } from '@jest/globals';
import { DomainStatsFlag, DomainXmlFlag, DomainStartFlag } from '../domains/domain-flags.js';
import type { Domains } from './../domains/domains.js';
import { allOf } from './flags.js';

describe('flags', () => {
  it('join into the bits of the wire’s unsigned int, the highest among them', () => {
    expect(allOf(DomainXmlFlag.secure, DomainXmlFlag.inactive)).toBe(3);
    expect(allOf(DomainStatsFlag.enforceStats, DomainStatsFlag.nowait)).toBe(2 ** 31 + 2 ** 29);
  });

  it('are refused by the compiler where they are another call’s', () => {
    type XmlFlag = Parameters<Domains['getXml']>[1];
    // @ts-expect-error a start's flag is none of the description's
    const wrong: XmlFlag = DomainStartFlag.paused;
    // @ts-expect-error nor is a bare number
    const bare: XmlFlag = 2;
    expect([wrong, bare]).toEqual([1, 2]);
  });
});
