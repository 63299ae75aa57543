import * as z from 'zod';
import { PasswordRules } from './password.js';
import { nameText } from './text.js';
import { WrittenSizes } from './vm-template.js';

/** Names a template's folder, its box and part of the names of its machines. */
export const TemplateId = z
  .string()
  .max(40, 'text.too-long')
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'template-id.characters');

const text = (max: number) =>
  z.strictObject({ fr: nameText(max, 'template.text'), en: nameText(max, 'template.text') });

/** Seconds, with hardware virtualisation and under the software emulator. */
const Seconds = z.strictObject({ kvm: z.int().min(1).max(86_400), emulated: z.int().min(1).max(86_400) });

const distinct = (values: readonly string[]) => new Set(values).size === values.length;

/** How each system names a keyboard layout: XKB's layout and variant, or Windows' number of a language. */
const KEYBOARD = {
  debian: /^xkb:[a-z]{2,8}(\([a-z0-9_-]{1,30}\))?$/,
  windows: /^windows:[0-9a-f]{4}$/,
};

/** `template.json`, the description of a template in its folder (infra/vm-templates/README.md). */
export const TemplateFile = z
  .strictObject({
    id: TemplateId.describe('The name of its folder.'),
    name: text(60),
    description: text(300),
    picture: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*\.(png|webp|jpg)$/, 'template.picture')
      .optional()
      .describe(
        'A picture in the folder: PNG, WebP or JPEG. A sign of its system stands for one that has none.',
      ),
    os: z
      .enum(['debian', 'windows'])
      .describe('The system inside, of those that a GuestSystem knows how to deal with.'),
    box: TemplateId.describe(
      'The box that its machines start from: its own id when the folder has a recipe.',
    ),
    sizes: WrittenSizes,
    keyboard: z
      .string()
      .describe('The layout inside, as its system calls it: `xkb:fr(oss)`, `windows:040c`.'),
    hardware: z.strictObject({
      video: z.enum(['vga', 'virtio', 'qxl']),
      tablet: z.enum(['virtio', 'usb']),
      firmware: z
        .enum(['bios', 'uefi'])
        .optional()
        .describe('What its box was made for; `bios` when left out.'),
      tpm: z.boolean().optional().describe('A security chip, pretended by the host: wants UEFI.'),
      clipboard: z
        .boolean()
        .optional()
        .describe('Whether its box has an agent (`spice-vdagent`) that shares the clipboard with a console.'),
    }),
    consoles: z
      .array(z.enum(['screen', 'serial']))
      .refine(distinct, 'template.twice')
      .refine((consoles) => consoles.includes('screen'), 'template.no-screen')
      .describe('Where its system offers a login. Every machine has a screen.'),
    communicator: z.enum(['ssh', 'winssh']).describe('How Vagrant knows that it has booted.'),
    firstBootSeconds: Seconds.describe('What its first boot takes: the estimate that is shown.'),
    bootTimeoutSeconds: Seconds.describe('When a first boot counts as failed.'),
    shutdownSeconds: Seconds.describe('How long a polite stop may take before it is forced.'),
    passwordRules: z
      .strictObject(PasswordRules.shape)
      .refine(({ minLength, maxLength }) => minLength <= maxLength, 'template.password-lengths'),
    evaluationDays: z
      .int()
      .min(1)
      .max(3650)
      .optional()
      .describe('How many days after it was made its box is of use: systems on trial end.'),
    groups: z
      .array(nameText(100, 'group-name.empty'))
      .refine(distinct, 'template.twice')
      .optional()
      .describe(
        'Names of the groups that see it, unless an administrator chose others; everyone when left out.',
      ),
  })
  .superRefine(({ os, keyboard, hardware, firstBootSeconds, bootTimeoutSeconds }, context) => {
    const refuse = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (!KEYBOARD[os].test(keyboard)) refuse(['keyboard'], 'template.keyboard');
    if (hardware.tpm && hardware.firmware !== 'uefi') refuse(['hardware', 'tpm'], 'template.tpm');
    for (const speed of ['kvm', 'emulated'] as const)
      if (bootTimeoutSeconds[speed] < firstBootSeconds[speed])
        refuse(['bootTimeoutSeconds', speed], 'template.impatient');
  })
  .meta({ id: 'TemplateFile' });
export type TemplateFile = z.infer<typeof TemplateFile>;
