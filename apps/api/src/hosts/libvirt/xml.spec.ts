import { describe, expect, it } from '@jest/globals';
import { childOf, childrenOf, removeChildren, rootOf, setChild, toXml } from './xml.js';

describe('XML', () => {
  it.each([
    ['<domain><devices></domain>'],
    ['<domain/><domain/>'],
    ['<domain type=qemu/>'],
    ['<domain a="1" a="2"/>'],
    ['<domain>&unknown;</domain>'],
    ['<qemu:commandline/>'],
    ['no XML at all'],
    [''],
  ])('that is not well-formed is refused: %s', (xml) => {
    expect(() => rootOf(xml)).toThrow();
  });

  it.each([
    `<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><d>&c;</d>`,
    `<!DOCTYPE d [<!ENTITY secret SYSTEM "file:///etc/passwd">]><d>&secret;</d>`,
    `<!DOCTYPE d SYSTEM "http://127.0.0.1/d.dtd"><d/>`,
    `<!DOCTYPE d><d/>`,
  ])('with a document type is refused, and nothing is expanded: %s', (xml) => {
    expect(() => rootOf(xml)).toThrow();
  });

  it('is written as it was read: quotes, entities, CDATA, comments, namespaces, order', () => {
    const xml = `<domain xmlns:qemu="urn:qemu" b="2" a="1">
  <!-- <title>none</title> & so on -->
  <title>l'été &lt;1&gt; &amp;amp; "2"</title>
  <metadata><x xmlns="urn:x"><![CDATA[<title>a & b</title>]]></x></metadata>
  <source file="a &quot;b&quot; 'c' &lt;d&gt; &amp; &#10;e"/>
  <qemu:commandline><qemu:arg value="-name"/></qemu:commandline>
</domain>`;
    expect(toXml(rootOf(xml))).toBe(xml);
  });

  it('means the same with either kind of quotes', () => {
    const value = (xml: string) => rootOf(xml).getAttribute('a');
    expect(value(`<d a='say "&apos;hi&apos;"'/>`)).toBe(`say "'hi'"`);
    expect(value(`<d a="say &quot;'hi'&quot;"/>`)).toBe(`say "'hi'"`);
  });
});

describe('the elements of XML', () => {
  const devices = rootOf(`<devices>
    <!-- <disk id='0'/> -->
    <disk id='1'/><hostdev><disk id='2'/></hostdev>
    <x:disk xmlns:x='urn:x' id='3'/><disk xmlns='urn:x' id='4'/>
    <disk id='5'><source file='f'/></disk>
  </devices>`);

  it('are its own children without a namespace, not what comments or others hold', () => {
    expect(childrenOf(devices, 'disk').map((disk) => disk.getAttribute('id'))).toEqual(['1', '5']);
  });

  it('are found along a path of first ones', () => {
    expect(childOf(devices, 'hostdev', 'disk')?.getAttribute('id')).toBe('2');
    expect(childOf(devices, 'disk', 'source')).toBeNull();
    expect(childOf(null, 'disk')).toBeNull();
  });

  it('are changed where they are, made where there is none, and removed', () => {
    const vm = rootOf(`<vm><size unit='MiB' kept='yes'>1</size><old/><old/><end/></vm>`);
    setChild(vm, 'size', { unit: 'KiB' }, 2);
    setChild(setChild(vm, 'name', {}, `<&'">`), 'part', { value: `<&'">` });
    removeChildren(vm, 'old');
    expect(toXml(vm)).toBe(
      `<vm><size unit="KiB" kept="yes">2</size><end/><name>&lt;&amp;'"&gt;<part value="&lt;&amp;'&quot;&gt;"/></name></vm>`,
    );
  });
});
