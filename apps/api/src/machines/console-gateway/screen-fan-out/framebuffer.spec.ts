import { expect, it } from '@jest/globals';
import { Framebuffer } from './framebuffer.js';

const area = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

it('packs a tile once for all, until it changes', () => {
  const screen = new Framebuffer(200, 100);
  const first = screen.tight(0, screen.areaOf(0));
  const second = screen.tight(1, screen.areaOf(1));
  expect(screen.tight(0, screen.areaOf(0))).toBe(first);
  screen.paint(3, 4, Buffer.of(1, 2, 3, 0));
  screen.changed(area(3, 4, 1, 1));
  expect(screen.tight(0, screen.areaOf(0))).not.toEqual(first);
  expect(screen.tight(1, screen.areaOf(1))).toBe(second);
});

it('knows which tiles an area touches, and none outside of the screen', () => {
  const screen = new Framebuffer(200, 100);
  expect(screen.tiles).toBe(4 * 2);
  expect(screen.areaOf(7)).toEqual(area(192, 64, 8, 36));
  expect([...screen.tilesIn(screen.whole)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect([...screen.tilesIn(area(63, 63, 2, 2))]).toEqual([0, 1, 4, 5]);
  expect([...screen.tilesIn(area(64, 0, 64, 64))]).toEqual([1]);
  expect([...screen.tilesIn(area(200, 0, 10, 10)), ...screen.tilesIn(area(0, 0, 0, 9))]).toEqual([]);
});
