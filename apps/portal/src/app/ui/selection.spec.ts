import { signal } from '@angular/core';
import { Selection } from './selection';

describe('a selection', () => {
  const list = signal([{ id: 'a' }, { id: 'b' }]);
  let selection: Selection<{ id: string }>;
  beforeEach(() => {
    list.set([{ id: 'a' }, { id: 'b' }]);
    selection = new Selection(list);
  });

  it('is of what the list shows: what has gone is not acted upon', () => {
    selection.toggle('a');
    selection.toggle('b');
    list.set([{ id: 'b' }]);
    expect(selection.chosen()).toEqual([{ id: 'b' }]);
  });
  it('takes all, then nothing', () => {
    selection.toggle('b');
    expect(selection.isAll()).toBe(false);
    selection.toggleAll();
    expect(selection.chosen()).toHaveLength(2);
    selection.toggleAll();
    expect(selection.chosen()).toEqual([]);
  });
});
