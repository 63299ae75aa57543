import { isEmpty, overlap, type Rectangle } from '../rfb/rectangle.js';
import { tightRectangle } from './tight-rectangle.js';

const TILE = 64;

/**
 * What a screen shows, in tiles that know when they changed last. Who watches remembers which state of each tile they have; nothing is
 * kept for them here, however slow they are.
 */
export class Framebuffer {
  /** Red in the lowest byte, then green, blue and nothing. */
  private readonly pixels: Uint32Array<ArrayBuffer>;
  private readonly bytes: Buffer;
  private readonly columns: number;
  /** By tile, row after row; 0 is what nobody has seen. */
  private readonly states: Uint32Array;
  private readonly packed: (Buffer | undefined)[] = [];
  private state = 1;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.pixels = new Uint32Array(width * height);
    this.bytes = Buffer.from(this.pixels.buffer);
    this.columns = Math.ceil(width / TILE);
    this.states = new Uint32Array(this.columns * Math.ceil(height / TILE)).fill(this.state);
  }

  get whole(): Rectangle {
    return { x: 0, y: 0, width: this.width, height: this.height };
  }

  get tiles(): number {
    return this.states.length;
  }

  stateOf(tile: number): number {
    return this.states[tile] ?? 0;
  }

  areaOf(tile: number): Rectangle {
    const column = tile % this.columns;
    const [x, y] = [column * TILE, ((tile - column) / this.columns) * TILE];
    return overlap({ x, y, width: TILE, height: TILE }, this.whole);
  }

  /** The tiles that an area touches. */
  *tilesIn(area: Rectangle): Iterable<number> {
    const { x, y, width, height } = overlap(area, this.whole);
    if (width === 0 || height === 0) return;
    const [left, right] = [Math.floor(x / TILE), Math.floor((x + width - 1) / TILE)];
    for (let row = Math.floor(y / TILE); row <= Math.floor((y + height - 1) / TILE); row++) {
      for (let column = left; column <= right; column++) yield row * this.columns + column;
    }
  }

  /** Seen by nobody until `changed` is called for the area that it belongs to. */
  paint(x: number, y: number, row: Buffer): void {
    row.copy(this.bytes, (y * this.width + x) * 4);
  }

  changed(area: Rectangle): void {
    this.state += 1;
    for (const tile of this.tilesIn(area)) {
      this.states[tile] = this.state;
      this.packed[tile] = undefined;
    }
  }

  /** A part of a tile as a rectangle in Tight. That of a whole tile is made once, for all. */
  tight(tile: number, area: Rectangle): Buffer {
    const isWhole = isSame(area, this.areaOf(tile));
    const known = isWhole ? this.packed[tile] : undefined;
    if (known) return known;
    const made = tightRectangle(this.pixels, this.width, area);
    if (isWhole) this.packed[tile] = made;
    return made;
  }

  /** The pixels of an area, row after row. */
  pixelsOf({ x, y, width, height }: Rectangle): Buffer {
    const copy = Buffer.alloc(width * height * 4);
    for (let row = 0; row < height; row++) {
      const from = ((y + row) * this.width + x) * 4;
      this.bytes.copy(copy, row * width * 4, from, from + width * 4);
    }
    return copy;
  }
}

const isSame = (one: Rectangle, other: Rectangle): boolean =>
  one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height;

/** The smallest rectangle around all of these. */
export function around(areas: readonly Rectangle[]): Rectangle {
  const filled = areas.filter((area) => !isEmpty(area));
  const [x, y] = [Math.min(...filled.map((area) => area.x)), Math.min(...filled.map((area) => area.y))];
  const right = Math.max(...filled.map((area) => area.x + area.width));
  const bottom = Math.max(...filled.map((area) => area.y + area.height));
  return { x, y, width: right - x, height: bottom - y };
}
