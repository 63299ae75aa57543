import { describe, expect, it } from '@jest/globals';
import { parseEnv } from 'node:util';
import { readEnvFile } from './env-file.js';

const read = (content: string | Buffer) =>
  readEnvFile(Buffer.from(content), (name) => name.endsWith('PASSWORD'));
const valueOf = (text: string) =>
  read(`LDAP_BIND_USER_PASSWORD=${text}\nPORT=1\n`).values['LDAP_BIND_USER_PASSWORD'];

describe('the value is what is written', () => {
  it.each([
    ['read#pw', 'read#pw'],
    ['#pw', ''],
    ['read#pw # the reader', 'read#pw'],
    ['"read#pw"', 'read#pw'],
    [`'a "b" # c'`, 'a "b" # c'],
    ['`it\'s "b"`', 'it\'s "b"'],
    [`"x" # why`, 'x'],
    ["it's", "it's"],
    ['a$b${HOME}`id`', 'a$b${HOME}`id`'],
    ['a\\nb\\', 'a\\nb\\'],
    [`'a\\nb'`, 'a\\nb'],
    ['  spaces around  ', 'spaces around'],
    [`'  spaces in quotes '`, '  spaces in quotes '],
    ['é€😀', 'é€😀'],
    ['a=b=c', 'a=b=c'],
    ['', ''],
  ])('%s', (written, value) => expect(valueOf(written)).toBe(value));

  it.each([
    ['a byte order mark', '\uFEFFSECRET_KEY=k\nPORT=1'],
    ['lines of Windows', 'SECRET_KEY=k\r\nPORT=1\r\n'],
    ['lines of an old Mac', 'SECRET_KEY=k\rPORT=1\r'],
    ['export, and spaces around =', 'export SECRET_KEY = k\n\n# a remark\n  export PORT=1'],
  ])('with %s', (_, text) => expect(read(text).values).toEqual({ SECRET_KEY: 'k', PORT: '1' }));

  it('a quoted value may have lines', () =>
    expect(read('CA="-----BEGIN\nabc==\n-----END"\nPORT=1').values).toEqual({
      CA: '-----BEGIN\nabc==\n-----END',
      PORT: '1',
    }));

  it('and what Node’s own reader takes as it is written is the same here', () => {
    const file = [
      ...[
        '# remark',
        'A=1',
        'export B = two words',
        "C='x # y'",
        'D="a\\nb"',
        'E=`x`',
        'F= # none',
        'G=a b # c',
      ],
      ...['H="x" # y', '', 'I=', 'J=a\\b', 'K="l1', 'l2"', "L='\"'", '  M=m'],
    ].join('\n');
    expect(read(file).values).toEqual(parseEnv(file));
  });
});

describe('what cannot be taken as it is written is refused with its line', () => {
  it.each<[string, string | Buffer, RegExp]>([
    [
      'a quote that is never closed',
      'PORT=1\nSMTP_PASSWORD="read#pw\n',
      /^line 2 \(SMTP_PASSWORD\).*never closed/,
    ],
    ['a quote that the next variable closes', 'A="abc\nB="x"\n', /^line 1 \(A\).*not closed/],
    ['more behind the quotes', 'PORT=1\n\nA="x"y', /^line 3 \(A\).*more behind/],
    ['a quote inside quotes', 'A="a\\"b"', /^line 1/],
    ['a secret with a space before #', 'SMTP_PASSWORD=my #1 word', /^line 1 .*single quotes/],
    ['a secret with \\n in double quotes', 'SMTP_PASSWORD="a\\nb"', /^line 1 .*single quotes/],
    ['Latin-1', Buffer.from('PORT=1\nSMTP_FROM=é', 'latin1'), /^line 2.*UTF-8/],
    ['UTF-16', Buffer.from('\uFEFFPORT=1', 'utf16le'), /UTF-16/],
  ])('%s', (_, content, complaint) => expect(() => read(content)).toThrow(complaint));

  it('all at once', () => expect(() => read('A="\nB=1\nC=\'')).toThrow(/line 1 [^]*line 3 /));
});

it('what is left out, or there twice, is said', () => {
  const { values, warnings } = read('LDAP_HOST ldap://x\nA=1\nA=2\nA=2');
  expect(values).toEqual({ A: '2' });
  expect(warnings).toEqual([
    expect.stringMatching(/line 1: left out/),
    expect.stringMatching(/line 3: A .* line 2/),
  ]);
});
