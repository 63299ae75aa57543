import { describe, expect, it } from '@jest/globals';
import { parseVagrantLine, readableText, shareAt } from './vagrant-output.js';

const ID = '1b4e28ba-2fa1-41d2-883f-0016d3cca427';
const line = (type: string, ...fields: string[]) => ['1764260000', ID, type, ...fields].join(',');

describe('a line of Vagrant’s', () => {
  it('has its commas and line breaks back', () => {
    expect(parseVagrantLine(line('ui', 'info', 'a%!(VAGRANT_COMMA) b\\nc\\r', 'd'))).toEqual({
      type: 'ui',
      fields: ['info', 'a, b\nc\r', 'd'],
    });
  });
  it('has a target, or none', () => {
    expect(parseVagrantLine('1764260000,,version-installed,2.3.4')).toEqual({
      type: 'version-installed',
      fields: ['2.3.4'],
    });
    expect(parseVagrantLine('1764260000,,metadata')).toEqual({ type: 'metadata', fields: [''] });
  });
  it.each([
    '/usr/share/vagrant/plugin.rb:12: warning: already initialized constant',
    'ui,info,no time before it',
    'x1764260000,,ui,info',
    '1764260000;;ui;info',
    '',
  ])('is not %j', (text) => {
    expect(parseVagrantLine(text)).toBeNull();
  });
});

describe('what a person reads of it', () => {
  it.each([
    [line('ui', 'info', '==> ' + ID + ': Starting domain.'), '==> Starting domain.'],
    [line('ui', 'output', `    ${ID}: SSH address: 10.192.0.7:22  `), '    SSH address: 10.192.0.7:22'],
    [line('ui', 'info', 'one%!(VAGRANT_COMMA) two\\nthree'), 'one, two\nthree'],
    // A comma that Vagrant forgot to write differently cuts nothing off.
    [line('ui', 'error', 'one', ' two'), 'one, two'],
    [
      line('error-exit', 'Vagrant::Errors::VMBootTimeout', 'Timed out%!(VAGRANT_COMMA) sorry'),
      'Timed out, sorry',
    ],
    ['Error: no space left on device', 'Error: no space left on device'],
  ])('of %j is %j', (written, read) => {
    expect(readableText(written)).toBe(read);
  });

  it.each([
    line('action', 'up', 'start'),
    line('metadata', 'provider', 'libvirt'),
    line('ui', 'info', ''),
    line('ui', 'info', `${ID}: `),
    "\tfrom /usr/share/rubygems/vagrant.rb:7:in `run'",
    '   ',
    '',
  ])('of %j is nothing', (written) => {
    expect(readableText(written)).toBeNull();
  });

  it('has an id that is said in the text, not only as the machine’s name', () => {
    expect(readableText(line('ui', 'info', `Volume vmm-${ID}.img is there`))).toBe(
      `Volume vmm-${ID}.img is there`,
    );
  });
});

describe('how far it is', () => {
  it('goes up with what Vagrant says in its order, whatever else it says', () => {
    const said = [
      '==> Creating image (snapshot of base box volume).',
      '==> Creating domain with the following settings...',
      '==>  -- Name:              vmm-1',
      '==> Starting domain.',
      '==> Waiting for domain to get an IP address...',
      '==> Waiting for machine to boot. This may take a few minutes...',
      '==> Machine booted and ready!',
    ];
    const shares = said.map(shareAt);
    expect(shares[2]).toBeNull();
    const known = shares.filter((share) => share !== null);
    expect(known).toHaveLength(6);
    expect(known).toEqual([...known].sort((a, b) => a - b));
    for (const share of known) expect(share > 0 && share < 1).toBe(true);
  });
  it('is the latest of what one line says', () => {
    expect(shareAt('Creating domain... Machine booted and ready!')).toBe(
      shareAt('Machine booted and ready!'),
    );
  });
});
