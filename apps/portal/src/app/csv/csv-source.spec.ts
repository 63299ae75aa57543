import { decodeCsv } from './csv-source';

const bytes = (...values: number[]) => new Uint8Array(values).buffer;

describe('a CSV file', () => {
  it('is read as UTF-8, without its byte-order mark', () => {
    expect(decodeCsv(new TextEncoder().encode('\ufeffélodie').buffer)).toBe('élodie');
  });
  it('is read as Windows-1252 when it is no UTF-8', () => {
    expect(decodeCsv(bytes(0xe9, 0x6c, 0x6f))).toBe('élo');
  });
});
