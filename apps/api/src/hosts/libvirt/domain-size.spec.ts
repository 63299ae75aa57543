import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAsSet, mostIn, sizeIn, withSettings } from './domain-size.js';
import { childOf, removeChildren, rootOf, toXml } from './xml.js';

/** As libvirt 9 writes it. */
const PLAIN = `<domain type='qemu'>
  <name>vmm-1</name>
  <title>web1</title>
  <description>{"vmManager":{}}</description>
  <memory unit='KiB'>1048576</memory>
  <currentMemory unit='KiB'>1048576</currentMemory>
  <vcpu placement='static'>2</vcpu>
  <sysinfo type='smbios'>
    <oemStrings>
      <entry>vmm:hostname=web1</entry>
      <entry>vmm:authorized-key=ssh-ed25519 AAAA</entry>
    </oemStrings>
  </sysinfo>
  <cpu mode='custom' match='exact' check='none'>
    <model fallback='forbid'>qemu64</model>
  </cpu>
  <clock offset='utc'/>
  <devices>
    <graphics type='vnc' passwd='secret12'/>
  </devices>
</domain>`;
const settings = { name: 'web2', vcpus: 1, memoryMiB: 512, most: { vcpus: 4, memoryMiB: 8192 } };

describe('the size in a domain’s definition', () => {
  it('is read with the room that there is for more', () => {
    expect(sizeIn(PLAIN)).toEqual({ vcpus: 2, memoryMiB: 1024 });
    expect(mostIn(PLAIN)).toEqual({ vcpus: 2, memoryMiB: 0 });
  });

  it('is changed with the name, and nothing else is', () => {
    const changed = withSettings(PLAIN, settings);
    expect(sizeIn(changed)).toEqual({ vcpus: 1, memoryMiB: 512 });
    expect(mostIn(changed)).toEqual({ vcpus: 4, memoryMiB: 8192 + 128 });
    expect(isAsSet(PLAIN, settings)).toBe(false);
    expect(isAsSet(changed, settings)).toBe(true);
    expect(changed).toContain('<numa><cell id="0" cpus="0-3" memory="524288" unit="KiB"/></numa></cpu>');
    for (const kept of ['<name>vmm-1</name>', '"vmManager"', 'ssh-ed25519 AAAA', 'passwd="secret12"'])
      expect(changed).toContain(kept);
  });

  it('can be changed again and again', () => {
    const once = withSettings(PLAIN, settings);
    const twice = withSettings(once, { ...settings, memoryMiB: 2048 });
    expect(sizeIn(twice).memoryMiB).toBe(2048);
    for (const element of ['maxMemory', 'numa', 'vcpu', 'memory', 'currentMemory'])
      expect(twice.match(new RegExp(`<${element}\\b`, 'g'))).toHaveLength(1);
  });

  it('drops what was plugged in while the machine ran', () => {
    const grown = withSettings(PLAIN, settings)
      .replace('</vcpu>', "</vcpu>\n  <vcpus>\n    <vcpu id='0' enabled='yes'/>\n  </vcpus>")
      .replace('</devices>', "  <memory model='dimm'>\n      <target/>\n    </memory>\n  </devices>");
    expect(isAsSet(grown, settings)).toBe(true);
    const changed = withSettings(grown, settings);
    expect(changed).not.toContain('dimm');
    expect(changed).not.toContain('<vcpus>');
  });

  it.each(["<cpu mode='host-passthrough' check='none'/>", '<!-- <cpu></cpu> -->', ''])(
    'finds room in a processor written %j',
    (cpu) => {
      const xml = PLAIN.replace(/<cpu[\s\S]*<\/cpu>/, cpu).replace("<clock offset='utc'/>", '');
      expect(withSettings(xml, settings)).toMatch(/<cpu[^>]*><numa>.*<\/numa><\/cpu>/);
    },
  );

  it.each([
    ["<memory unit='GiB'>2</memory>", 2048],
    ['<memory unit="g" dumpCore="off">2</memory>', 2048],
    ["<memory unit='MB'>2000</memory>", 1907],
    ["<memory unit='b'>1048576</memory>", 1],
    ["<memory unit='bytes'>3145728</memory>", 3],
    ['<memory>1048576</memory>', 1024],
    ["<memory\n  unit = 'KiB'\n  >1048576</memory>", 1024],
  ])('is read in the unit that it is written in: %s', (memory, memoryMiB) => {
    const xml = PLAIN.replace(/<memory .*<\/memory>/, memory);
    expect(sizeIn(xml).memoryMiB).toBe(memoryMiB);
    expect(sizeIn(withSettings(xml, settings)).memoryMiB).toBe(512);
  });
});

describe('a real definition', () => {
  /** As libvirt 9.0 wrote it, with everything in it that may look like a size. */
  const real = readFileSync(join(import.meta.dirname, 'testing/domain.xml'), 'utf8');

  it('is read past what comments, metadata and descriptions say', () => {
    const trap = "<!-- <memory unit='KiB'>1</memory> <vcpu>9</vcpu> <title>web2</title> -->";
    const xml = real.replace('<title>', `${trap}<title>`);
    expect(sizeIn(xml)).toEqual({ vcpus: 2, memoryMiB: 2048 });
    expect(mostIn(xml)).toEqual({ vcpus: 4, memoryMiB: 8192 + 128 });
    expect(isAsSet(xml, { ...settings, name: 'web2' })).toBe(false);
  });

  it('keeps everything but the settings', () => {
    const changed = withSettings(real, { ...settings, most: { vcpus: 3, memoryMiB: 4096 } });
    expect(isAsSet(changed, { ...settings, most: { vcpus: 3, memoryMiB: 4096 } })).toBe(true);
    expect(changed).toContain('<vcpu placement="static" cpuset="0-1" current="1">3</vcpu>');
    expect(withoutSettings(changed)).toBe(withoutSettings(real));
  });

  it('takes a name as text, whatever it is', () => {
    const name = `</title><x a='"'>&amp;`;
    const changed = withSettings(real, { ...settings, name });
    expect(childOf(rootOf(changed), 'title')?.textContent).toBe(name);
    expect(isAsSet(changed, { ...settings, name })).toBe(true);
    expect(withoutSettings(changed)).toBe(withoutSettings(real));
  });

  function withoutSettings(xml: string): string {
    const domain = rootOf(xml);
    for (const name of ['title', 'maxMemory', 'memory', 'currentMemory', 'vcpu'])
      removeChildren(domain, name);
    removeChildren(childOf(domain, 'cpu'), 'numa');
    removeChildren(childOf(domain, 'sysinfo', 'oemStrings'), 'entry');
    return toXml(domain).replace(/>\s+</g, '><');
  }
});
