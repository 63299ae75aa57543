import { editBetween } from './text-edit';

describe('what a text field says was typed', () => {
  it.each([
    ['__', '__l', { removed: 0, added: 'l' }],
    ['__l', '__', { removed: 1, added: '' }],
    ['__', '_', { removed: 1, added: '' }],
    ['__sudo ap', '__sudo apt ', { removed: 0, added: 't ' }],
    ['__teh', '__the', { removed: 2, added: 'he' }],
    ['__a', '__a😀', { removed: 0, added: '😀' }],
    ['__', '__', { removed: 0, added: '' }],
  ])('from %j to %j', (before, after, edit) => {
    expect(editBetween(before, after)).toEqual(edit);
  });
});
