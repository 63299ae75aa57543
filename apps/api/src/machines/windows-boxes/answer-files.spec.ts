import { describe, expect, it } from '@jest/globals';
import { rootOf, type Element } from '../../hosts/libvirt/xml.js';
import { toAutounattend, toCopysAnswers, type Answers } from './answer-files.js';

const answers: Answers = {
  ...{ language: 'en-US', image: 2, productKey: null, firmware: 'bios' },
  passwords: { administrator: 'Aa1administrator', vagrant: 'Aa1vagrant' },
};
const elements = (parent: Element): Element[] =>
  [...parent.childNodes].filter((node): node is Element => node.nodeType === 1);
const all = (parent: Element): Element[] => elements(parent).flatMap((one) => [one, ...all(one)]);
const texts = (xml: string, tag: string) =>
  all(rootOf(xml)).flatMap((one) => (one.localName === tag ? [one.textContent] : []));
/** Its parts by pass, as `windowsPE/Setup`. */
const parts = (xml: string) =>
  elements(rootOf(xml)).flatMap((settings) =>
    elements(settings).map(
      (component) =>
        `${settings.getAttribute('pass')}/${component.getAttribute('name')?.replace('Microsoft-Windows-', '')}`,
    ),
  );

describe('the answers for Windows’ setup', () => {
  it('are well-formed, in passes and parts that Windows knows, each part named as Windows wants it', () => {
    for (const firmware of ['bios', 'uefi'] as const) {
      const xml = toAutounattend({ ...answers, firmware });
      expect(rootOf(xml).namespaceURI).toBe('urn:schemas-microsoft-com:unattend');
      expect(parts(xml)).toEqual([
        ...['windowsPE/International-Core-WinPE', 'windowsPE/PnpCustomizationsWinPE', 'windowsPE/Setup'],
        ...['specialize/International-Core', 'specialize/Shell-Setup', 'specialize/Deployment'],
        ...['oobeSystem/International-Core', 'oobeSystem/Shell-Setup'],
      ]);
      const components = all(rootOf(xml)).filter(({ localName }) => localName === 'component');
      for (const component of components)
        expect(
          ['processorArchitecture', 'publicKeyToken', 'language', 'versionScope'].map((name) =>
            component.getAttribute(name),
          ),
        ).toEqual(['amd64', '31bf3856ad364e35', 'neutral', 'nonSxS']);
    }
  });

  it('hold every character of a password and a key as it is', () => {
    const hostile = `<a b="c" d='e'>&amp;]]>--%PATH%$(x)\`é🙂`;
    const xml = toAutounattend({
      ...answers,
      productKey: hostile,
      passwords: { administrator: hostile, vagrant: `${hostile}2` },
    });
    expect(texts(xml, 'Key')).toContain(hostile);
    const values = texts(xml, 'Value');
    expect(values.filter((value) => value === hostile)).toHaveLength(1);
    expect(values.filter((value) => value === `${hostile}2`)).toHaveLength(2);
    expect(
      texts(toCopysAnswers({ ...answers, passwords: { administrator: hostile, vagrant: 'x' } }), 'Value'),
    ).toEqual([hostile]);
  });

  it('put the system last on the disk, which it fills, and install to it', () => {
    const layout = (firmware: Answers['firmware']) => {
      const xml = toAutounattend({ ...answers, firmware });
      return { types: texts(xml, 'Type'), fills: texts(xml, 'Extend'), to: texts(xml, 'PartitionID').at(-1) };
    };
    expect(layout('bios')).toEqual({ types: ['Primary', 'Primary'], fills: ['true'], to: '2' });
    expect(layout('uefi')).toEqual({ types: ['EFI', 'MSR', 'Primary'], fills: ['true'], to: '3' });
  });

  it('ask for the disc’s own words and for a French keyboard, French habits and France’s time', () => {
    for (const xml of [toAutounattend(answers), toCopysAnswers(answers)]) {
      expect(new Set(texts(xml, 'UILanguage'))).toEqual(new Set(['en-US']));
      expect(new Set(texts(xml, 'InputLocale'))).toEqual(new Set(['040c:0000040c']));
      expect(new Set(texts(xml, 'UserLocale'))).toEqual(new Set(['fr-FR']));
      expect(new Set(texts(xml, 'TimeZone'))).toEqual(new Set(['Romance Standard Time']));
    }
  });

  it('leave nothing open: no key for a trial, no sign-in by itself in a copy', () => {
    expect(texts(toAutounattend(answers), 'Key')).toEqual(['/IMAGE/INDEX']);
    expect(texts(toAutounattend(answers), 'LogonCount')).toEqual(['1']);
    const copys = toCopysAnswers(answers);
    expect(copys).not.toMatch(/AutoLogon|vagrant|SynchronousCommand/);
    expect(parts(copys)).toEqual([
      'specialize/Shell-Setup',
      ...['oobeSystem/International-Core', 'oobeSystem/Shell-Setup'],
    ]);
  });

  it('name no line that Windows would cut off', () => {
    const lines = [
      ...texts(toAutounattend(answers), 'Path'),
      ...texts(toAutounattend(answers), 'CommandLine'),
    ];
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines) expect(line?.length).toBeLessThan(260);
  });
});
