import * as z from 'zod';

/** What a guest's operating system asks of a password. Lengths are in characters (code points). */
export const PasswordRules = z
  .object({
    minLength: z.int().min(1),
    maxLength: z.int().max(127),
    uppercase: z.boolean(),
    lowercase: z.boolean(),
    digit: z.boolean(),
  })
  .meta({ id: 'PasswordRules' });
export type PasswordRules = z.infer<typeof PasswordRules>;

/** The rules a password can break, in the order in which a person is told of them. */
export type PasswordRule = 'min-length' | 'max-length' | 'uppercase' | 'lowercase' | 'digit' | 'characters';

const characters = (password: string) => [...password].length;

const KEEPS: Record<PasswordRule, (password: string, rules: PasswordRules) => boolean> = {
  'min-length': (password, rules) => characters(password) >= rules.minLength,
  'max-length': (password, rules) => characters(password) <= rules.maxLength,
  uppercase: (password, rules) => !rules.uppercase || /\p{Lu}/u.test(password),
  lowercase: (password, rules) => !rules.lowercase || /\p{Ll}/u.test(password),
  digit: (password, rules) => !rules.digit || /[0-9]/.test(password),
  // Control characters end a line or a record somewhere below; a lone surrogate has no UTF-8 form.
  characters: (password) => !/\p{Cc}|\p{Cs}/u.test(password),
};

/** The rules that apply, each with whether the password keeps it: what the form ticks as one types. */
export function checkPassword(
  password: string,
  rules: PasswordRules,
): { rule: PasswordRule; kept: boolean }[] {
  const asked: PasswordRule[] = ['min-length'];
  if (rules.uppercase) asked.push('uppercase');
  if (rules.lowercase) asked.push('lowercase');
  if (rules.digit) asked.push('digit');
  asked.push('max-length', 'characters');
  return asked.map((rule) => ({ rule, kept: KEEPS[rule](password, rules) }));
}

/** Every other character is legal and literal. Issues carry `params.limit` for the texts. */
export function passwordSchema(rules: PasswordRules) {
  return z.string().check((context) => {
    for (const { rule, kept } of checkPassword(context.value, rules)) {
      if (kept) continue;
      const limit = rule === 'max-length' ? rules.maxLength : rules.minLength;
      context.issues.push({
        code: 'custom',
        input: context.value,
        message: `password.${rule}`,
        params: { limit },
      });
    }
  });
}

/** What holds for any guest's password; the template's own rules come on top. */
export const GuestPassword = passwordSchema({
  minLength: 1,
  maxLength: 127,
  uppercase: false,
  lowercase: false,
  digit: false,
}).meta({ id: 'GuestPassword', description: 'No control characters; everything else is taken literally.' });
