import { describe, expect, it } from '@jest/globals';
import { entryOf } from './journal-programs.js';

describe('a line of the journal', () => {
  const line = (change: object) =>
    JSON.stringify({ __REALTIME_TIMESTAMP: '1795815917990123', MESSAGE: 'ready', PRIORITY: '6', ...change });

  it('has its moment, its text, and whether it tells of an error', () => {
    expect(entryOf(line({}))).toEqual({ at: '2026-11-27T21:45:17.990Z', text: 'ready', isError: false });
    expect(entryOf(line({ PRIORITY: '3' }))?.isError).toBe(true);
  });

  it('that is no text comes as bytes', () => {
    expect(entryOf(line({ MESSAGE: [...Buffer.from('é\u0007')] }))?.text).toBe('é\ufffd');
    expect(entryOf(line({ MESSAGE: null }))?.text).toBe('');
  });

  it('that gives orders to a terminal has lost them', () => {
    expect(entryOf(line({ MESSAGE: '\u001b[2J\u001b]0;pris\u0007bonjour' }))?.text).toBe('bonjour');
  });

  it('that is systemd’s own word is none', () => {
    expect(entryOf('-- No entries --')).toBeNull();
  });
});
