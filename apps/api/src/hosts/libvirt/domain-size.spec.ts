import { describe, expect, it } from '@jest/globals';
import { isAsSet, mostIn, sizeIn, withSettings } from './domain-size.js';

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
    expect(changed).toContain(
      "</model>\n  <numa><cell id='0' cpus='0-3' memory='524288' unit='KiB'/></numa></cpu>",
    );
    for (const kept of ['<name>vmm-1</name>', '"vmManager"', 'ssh-ed25519 AAAA', "passwd='secret12'"])
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
    const changed = withSettings(grown, settings);
    expect(changed).not.toContain('dimm');
    expect(changed).not.toContain('<vcpus>');
  });

  it.each(["<cpu mode='host-passthrough' check='none'/>", ''])(
    'finds room in a processor written %j',
    (cpu) => {
      const xml = PLAIN.replace(/<cpu[\s\S]*<\/cpu>/, cpu);
      expect(withSettings(xml, settings)).toMatch(/<cpu[^>]*><numa>.*<\/numa><\/cpu>/);
    },
  );
});
