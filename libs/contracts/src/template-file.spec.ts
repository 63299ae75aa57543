import { describe, expect, it } from '@jest/globals';
import { TemplateFile } from './template-file.js';

const range = (min: number, usual: number, max: number) => ({ min, default: usual, max });
const seconds = (kvm: number, emulated: number) => ({ kvm, emulated });
const text = (word: string) => ({ fr: word, en: word });
const template = {
  id: 'debian-web',
  name: text('Web'),
  description: text('A web server'),
  os: 'debian',
  box: 'debian-server',
  sizes: { vcpus: range(1, 1, 2), memoryMiB: range(512, 1024, 2048), diskGiB: range(10, 10, 20) },
  keyboard: 'xkb:fr(oss)',
  hardware: { video: 'vga', tablet: 'virtio' },
  consoles: ['screen', 'serial'],
  communicator: 'ssh',
  firstBootSeconds: seconds(20, 60),
  bootTimeoutSeconds: seconds(160, 480),
  shutdownSeconds: seconds(30, 120),
  passwordRules: { minLength: 6, maxLength: 127, uppercase: false, lowercase: false, digit: false },
};

/** Where it is refused and for what, as `/sizes/vcpus size.order`. */
const refusals = (value: unknown) =>
  TemplateFile.safeParse(value).error?.issues.map(({ path, message, code }) => {
    const reason = /^[a-z-]+\.[a-z-]+$/.test(message) ? message : code;
    return `/${path.join('/')} ${reason}`;
  }) ?? [];

describe('a template file', () => {
  it('is one with all its fields, and with those that may be left out', () => {
    expect(refusals(template)).toEqual([]);
    const full = { ...template, picture: 'picture.png', groups: ['SISR 1'], evaluationDays: 180 };
    expect(refusals(full)).toEqual([]);
    expect(refusals({ ...template, groups: [] })).toEqual([]);
    for (const keyboard of ['xkb:us', 'xkb:ch(fr)', 'xkb:fr(latin9)'])
      expect(refusals({ ...template, keyboard })).toEqual([]);
    const hardware = { video: 'qxl', tablet: 'usb', firmware: 'uefi', tpm: true };
    const windows = { os: 'windows', keyboard: 'windows:040c', communicator: 'winssh', hardware };
    expect(refusals({ ...template, ...windows })).toEqual([]);
  });

  it.each(Object.keys(template))('has to say its %s', (field) => {
    expect(refusals({ ...template, [field]: undefined }).map((refusal) => refusal.split(' ')[0])).toContain(
      `/${field}`,
    );
  });

  const WRONG: [string, object, string][] = [
    ['an unknown field', { colour: 'red' }, '/ unrecognized_keys'],
    [
      'an unknown field of a size',
      { sizes: { ...template.sizes, gpus: range(1, 1, 1) } },
      '/sizes unrecognized_keys',
    ],
    ['an id with capitals', { id: 'Debian' }, '/id template-id.characters'],
    ['an id that leads elsewhere', { id: '../web' }, '/id template-id.characters'],
    ['an id that begins with a digit', { id: '1web' }, '/id template-id.characters'],
    ['a long id', { id: 'a'.repeat(41) }, '/id text.too-long'],
    ['a name in one language', { name: { fr: 'Web' } }, '/name/en invalid_type'],
    ['a name in a third language', { name: { ...text('Web'), de: 'Web' } }, '/name unrecognized_keys'],
    ['an empty name', { name: { fr: 'Web', en: ' ' } }, '/name/en template.text'],
    ['a long name', { name: { fr: 'x'.repeat(61), en: 'Web' } }, '/name/fr text.too-long'],
    ['a name with a line break', { name: { fr: 'a\nb', en: 'Web' } }, '/name/fr text.unseen'],
    [
      'a long description',
      { description: { fr: 'x'.repeat(301), en: 'x' } },
      '/description/fr text.too-long',
    ],
    ['a picture elsewhere', { picture: '../secret.png' }, '/picture template.picture'],
    ['a picture that can hold scripts', { picture: 'picture.svg' }, '/picture template.picture'],
    ['a system that nobody knows', { os: 'plan9' }, '/os invalid_value'],
    ['a box elsewhere', { box: 'a/b' }, '/box template-id.characters'],
    [
      'sizes out of order',
      { sizes: { ...template.sizes, vcpus: range(2, 1, 4) } },
      '/sizes/vcpus size.order',
    ],
    [
      'a usual size above the most',
      { sizes: { ...template.sizes, diskGiB: range(1, 9, 4) } },
      '/sizes/diskGiB size.order',
    ],
    [
      'half a processor',
      { sizes: { ...template.sizes, vcpus: range(0.5, 1, 4) } },
      '/sizes/vcpus/min invalid_type',
    ],
    [
      'no memory',
      { sizes: { ...template.sizes, memoryMiB: range(0, 1, 4) } },
      '/sizes/memoryMiB/min too_small',
    ],
    [
      'memory beyond measure',
      { sizes: { ...template.sizes, memoryMiB: range(1, 1, 1e9) } },
      '/sizes/memoryMiB/max too_big',
    ],
    ['a layout of another system', { keyboard: 'windows:040c' }, '/keyboard template.keyboard'],
    ['a layout that Windows has not', { os: 'windows' }, '/keyboard template.keyboard'],
    [
      'a firmware that is none',
      { hardware: { ...template.hardware, firmware: 'coreboot' } },
      '/hardware/firmware invalid_value',
    ],
    [
      'a security chip without UEFI',
      { hardware: { ...template.hardware, tpm: true } },
      '/hardware/tpm template.tpm',
    ],
    ['a layout that is no name', { keyboard: 'xkb:fr(oss) -option x' }, '/keyboard template.keyboard'],
    [
      'a screen card that QEMU has not',
      { hardware: { video: 'cirrus<', tablet: 'usb' } },
      '/hardware/video invalid_value',
    ],
    [
      'a pointer that is none',
      { hardware: { video: 'vga', tablet: 'ps2' } },
      '/hardware/tablet invalid_value',
    ],
    ['no console', { consoles: [] }, '/consoles template.no-screen'],
    ['no screen', { consoles: ['serial'] }, '/consoles template.no-screen'],
    ['a console twice', { consoles: ['screen', 'screen'] }, '/consoles template.twice'],
    ['an unknown console', { consoles: ['screen', 'braille'] }, '/consoles/1 invalid_value'],
    ['a communicator that Debian’s Vagrant lacks', { communicator: 'winrm' }, '/communicator invalid_value'],
    ['a first boot in no time', { firstBootSeconds: seconds(0, 60) }, '/firstBootSeconds/kvm too_small'],
    [
      'a stop that waits for days',
      { shutdownSeconds: seconds(30, 1e6) },
      '/shutdownSeconds/emulated too_big',
    ],
    [
      'a time-out before the boot ends',
      { bootTimeoutSeconds: seconds(160, 59) },
      '/bootTimeoutSeconds/emulated template.impatient',
    ],
    [
      'times without the emulator’s',
      { shutdownSeconds: { kvm: 30 } },
      '/shutdownSeconds/emulated invalid_type',
    ],
    [
      'passwords of no length',
      { passwordRules: { ...template.passwordRules, minLength: 0 } },
      '/passwordRules/minLength too_small',
    ],
    [
      'passwords longer than a system takes',
      { passwordRules: { ...template.passwordRules, maxLength: 128 } },
      '/passwordRules/maxLength too_big',
    ],
    [
      'a least length above the greatest',
      { passwordRules: { ...template.passwordRules, minLength: 12, maxLength: 8 } },
      '/passwordRules template.password-lengths',
    ],
    ['a trial of no days', { evaluationDays: 0 }, '/evaluationDays too_small'],
    ['a group without a name', { groups: [''] }, '/groups/0 group-name.empty'],
    ['a group twice', { groups: ['A', 'A'] }, '/groups template.twice'],
  ];
  it.each(WRONG)('is refused for %s, and where', (_, change, refusal) => {
    expect(refusals({ ...template, ...change })).toEqual([refusal]);
  });

  it.each([null, [], 'debian-web', 1])('is an object, not %j', (value) => {
    expect(refusals(value)).toEqual(['/ invalid_type']);
  });
});
