import { sampleTemplate } from '../../testing/sample-vm';
import { firstDraft, proposedName, withTemplate } from './draft';

const server = sampleTemplate();
const client = sampleTemplate({
  id: 'debian-client',
  sizes: { ...server.sizes, memoryMiB: { min: 2048, default: 4096, max: 8192 } },
});

describe('the proposed draft', () => {
  it('takes the first free name, ignoring case', () => {
    expect(proposedName('debian-server', [])).toBe('debian-server-1');
    expect(proposedName('debian-server', ['Debian-Server-1', 'debian-server-3'])).toBe('debian-server-2');
  });
  it('is a legal name whatever the template is called', () => {
    expect(proposedName('modèle bizarre', [])).toBe('machine-1');
  });
  it('proposes the account only when it may exist in the guest', () => {
    expect(firstDraft(server, 'Alice', []).username).toBe('alice');
    expect(firstDraft(server, 'root', []).username).toBe('');
    expect(firstDraft(server, 'a.durand', []).username).toBe('');
  });
  it('follows another template, but keeps a name that the person wrote', () => {
    const draft = firstDraft(server, 'alice', []);
    expect(withTemplate(draft, client, [])).toMatchObject({ name: 'debian-client-1', memoryMiB: 4096 });
    expect(withTemplate({ ...draft, name: 'web1' }, client, []).name).toBe('web1');
  });
});
