import { describe, expect, it } from '@jest/globals';
import { passwordsIn, withoutPasswords } from './passwords-in.js';

describe('passwords in old files', () => {
  it.each([
    ['Mot de passe : s3cret été', 'Mot de passe : (retiré)'],
    ['Root password: "a: b"', 'Root password: "(retiré)"'],
    ["ROOT_PASSWORD = 'x y'  # note", "ROOT_PASSWORD = '(retiré)'  # note"],
    [
      '{"user":"bob","password":"un","root_password":"deux"}',
      '{"user":"bob","password":"(retiré)","root_password":"(retiré)"}',
    ],
    ['echo "bob:p4ss" | sudo chpasswd', 'echo "bob:(retiré)" | sudo chpasswd'],
    [`  echo "root:l'été : a"b" | chpasswd`, '  echo "root:(retiré)" | chpasswd'],
    ['chpasswd <<EOF\nroot:p4ss\nEOF', 'chpasswd <<EOF\nroot:(retiré)\nEOF'],
    ['echo -e "x1\\nx1" | passwd root', 'echo -e "(retiré)" | passwd root'],
    [
      '$p = ConvertTo-SecureString "P4ss" -AsPlainText',
      '$p = ConvertTo-SecureString "(retiré)" -AsPlainText',
    ],
    ['net user bob P4ss /add', 'net user bob (retiré) /add'],
    ['IP : 192.168.121.7\nSSH : ssh bob@192.168.121.7', 'IP : 192.168.121.7\nSSH : ssh bob@192.168.121.7'],
  ])('are taken out of %j', (text, cleaned) => {
    expect(withoutPasswords(text, [])).toBe(cleaned);
    expect(withoutPasswords(cleaned, [])).toBe(cleaned);
  });

  it('are taken out wherever they stand once they are known, unless they are too short to be told from words', () => {
    const known = passwordsIn('Mot de passe : Azerty1\npasswd: "ab"');
    expect(known).toEqual(['Azerty1', 'ab']);
    expect(withoutPasswords('dernier essai avec Azerty1, abandon', known)).toBe(
      'dernier essai avec (retiré), abandon',
    );
  });
});
