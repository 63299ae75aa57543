import { expect, it } from '@jest/globals';
import { namesIn } from './computer-names.js';

const NOTHING = { hosts: '', resolver: '' };
/** As Debian's installer writes them. */
const HOSTS = `127.0.0.1\tlocalhost
127.0.1.1\tvmserver.school.example\tvmserver # vmserver.comment.example
# 10.0.0.9 vmserver.old.example vmserver
10.0.0.2 files.school.example files
::1 localhost ip6-localhost`;
const RESOLVER = `# search comment.example
nameserver 10.0.0.1
search school.example  salles.school.example. .
options edns0 search.example`;

it('a computer goes by its own name', () => {
  expect(namesIn('vmserver', NOTHING)).toEqual(['vmserver']);
  expect(namesIn('vmserver.school.example', { ...NOTHING, resolver: RESOLVER })).toEqual([
    'vmserver.school.example',
  ]);
});

it('and by those beside it in /etc/hosts, not by what others are called', () => {
  for (const computer of ['vmserver', 'VMSERVER'])
    expect(namesIn(computer, { ...NOTHING, hosts: HOSTS }).slice(1)).toEqual([
      'vmserver.school.example',
      'vmserver',
    ]);
  expect(namesIn('other', { ...NOTHING, hosts: HOSTS })).toEqual(['other']);
});

it('and by its own below the domains that are searched, not by the domains themselves', () => {
  expect(namesIn('vmserver', { ...NOTHING, resolver: RESOLVER })).toEqual([
    'vmserver',
    'vmserver.school.example',
    'vmserver.salles.school.example',
  ]);
  expect(namesIn('vmserver', { ...NOTHING, resolver: 'domain iris.example' })).toContain(
    'vmserver.iris.example',
  );
});
